import Synchronization

/// One run of work that several callers wait for; lands once, with one outcome for all of them.
///
/// A caller that wants a fresh outcome – of work that began after it asked – can board only until `begin`.
final class Flight<Outcome: Sendable>: Sendable {
    private struct State {
        var hasBegun = false
        var wantsFresh = false
        var isClosed = false
        var outcome: Outcome?
        var waiters: [Int: CheckedContinuation<Outcome?, Never>] = [:]
        var tickets = 0
    }

    private let state = Mutex(State())

    var hasLanded: Bool { state.withLock { $0.outcome != nil } }

    var aboard: Int { state.withLock { $0.waiters.count } }

    /// - Returns: false when a fresh outcome is wanted and the work has begun, or when it is closed.
    func board(fresh: Bool) -> Bool {
        state.withLock { state in
            if state.isClosed || fresh && state.hasBegun { return false }
            if fresh { state.wantsFresh = true }
            return true
        }
    }

    /// The work begins now.
    ///
    /// - Returns: whether anyone on board wants a fresh outcome.
    func begin() -> Bool {
        state.withLock { state in
            state.hasBegun = true
            return state.wantsFresh
        }
    }

    /// From here on others may change what the outcome is about: nobody who asks only now may have it.
    func close() { state.withLock { $0.isClosed = true } }

    /// The first outcome counts; a second one is passed over.
    func land(_ outcome: Outcome) {
        let waiters = state.withLock { state in
            if state.outcome == nil { state.outcome = outcome }
            return Array(state.waiters.take().values)
        }
        for waiter in waiters { waiter.resume(returning: outcome) }
    }

    /// - Returns: nil when the caller was cancelled; the flight goes on.
    func landing() async -> Outcome? {
        let ticket = state.withLock { state in
            state.tickets += 1
            return state.tickets
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                if let answer = settle(waiter, ticket) { waiter.resume(returning: answer) }
            }
        } onCancel: {
            // Runs after the task counts as cancelled, so a waiter that is not registered yet will see that itself.
            state.withLock { $0.waiters.removeValue(forKey: ticket) }?.resume(returning: nil)
        }
    }

    /// - Returns: what to answer at once; nil when the waiter was registered.
    private func settle(_ waiter: CheckedContinuation<Outcome?, Never>, _ ticket: Int) -> Outcome?? {
        state.withLock { state in
            if let outcome = state.outcome { return .some(outcome) }
            if Task.isCancelled { return .some(nil) }
            state.waiters[ticket] = waiter
            return nil
        }
    }
}

extension Dictionary {
    /// Empties the dictionary and hands out what was in it.
    fileprivate mutating func take() -> Self {
        let all = self
        self = [:]
        return all
    }
}
