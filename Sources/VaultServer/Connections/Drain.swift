import Synchronization

/// Waits for all reactors to become idle or for the time to be up, whichever is first, and says so once.
final class Drain: Sendable {
    private struct State {
        var waitingFor: Int
        var whenDone: (@Sendable (Bool) -> Void)?
    }

    private let state: Mutex<State>

    init(waitingFor reactors: Int, _ whenDone: @escaping @Sendable (Bool) -> Void) {
        state = Mutex(State(waitingFor: reactors, whenDone: whenDone))
    }

    func reactorIsIdle() {
        let whenDone: (@Sendable (Bool) -> Void)? = state.withLock { state in
            state.waitingFor -= 1
            return state.waitingFor == 0 ? state.whenDone.take() : nil
        }
        whenDone?(true)
    }

    func timeIsUp() {
        let whenDone: (@Sendable (Bool) -> Void)? = state.withLock { $0.whenDone.take() }
        whenDone?(false)
    }
}
