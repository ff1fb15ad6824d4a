import Synchronization

/// Lets one loop wait for whatever comes first: a call, a time, or the end. A call while nobody waits is not lost.
final class WakeUp: Sendable {
    private struct State {
        var isCalled = false
        var isStopped = false
        var waiting: Flight<Void>?
    }

    private let state = Mutex(State())

    var isStopped: Bool { state.withLock { $0.isStopped } }

    func call() { rouse { $0.isCalled = true } }

    func stop() { rouse { $0.isStopped = true } }

    /// - Returns: false at the end.
    func wait(milliseconds: Int64, _ pause: @escaping Pause) async -> Bool {
        if let waiting = lieDown() {
            let timer = Task {
                await pause(milliseconds)
                waiting.land(())
            }
            _ = await waiting.landing()
            timer.cancel()
        }
        return state.withLock { state in
            state.isCalled = false
            state.waiting = nil
            return !state.isStopped
        }
    }

    /// - Returns: nil when there is something to do already.
    private func lieDown() -> Flight<Void>? {
        state.withLock { state in
            guard !state.isCalled, !state.isStopped else { return nil }
            let waiting = Flight<Void>()
            state.waiting = waiting
            return waiting
        }
    }

    private func rouse(_ note: (inout State) -> Void) {
        let waiting = state.withLock { state in
            note(&state)
            return state.waiting
        }
        waiting?.land(())
    }
}
