import FoundationNetworking
import Synchronization
import VaultFetchWire

/// One request from the moment it is read until it is answered, safe to change from any thread.
final class Flight: Sendable {
    let request: FetchRequest

    private struct State {
        var transfer: Transfer
        /// Nil until the session has a task for it; until then nothing can have been sent.
        var task: URLSessionTask?
        var isBegun = false
    }

    private let state: Mutex<State>

    init(_ request: FetchRequest) {
        self.request = request
        state = Mutex(State(transfer: Transfer(request)))
    }

    /// False when it was ended while it waited; then it must never be sent.
    func begin() -> Bool {
        state.withLock { state in
            guard state.transfer.ending == nil else { return false }
            state.isBegun = true
            return true
        }
    }

    func carry(on task: URLSessionTask) { state.withLock { $0.task = task } }

    var isBegun: Bool { state.withLock { $0.isBegun } }

    /// True when this change has just ended the transfer, so that exactly one caller acts on it.
    func change(_ body: (inout Transfer) -> Void) -> Bool {
        state.withLock { state in
            let wasEnded = state.transfer.ending != nil
            body(&state.transfer)
            return !wasEnded && state.transfer.ending != nil
        }
    }

    /// Waits for the session's own queue, so it must not be called on that queue.
    func cancelTask() { state.withLock { $0.task }?.cancel() }

    /// What to answer when the session says that the transfer is over.
    func outcome(error: (any Error)?) -> FetchOutcome {
        state.withLock { $0.transfer.outcome(error: error, late: $0.task?.response) }
    }
}
