import VaultCore

/// What became of one write, known only when its transaction is synced.
enum WriteOutcome: Equatable, Sendable {
    case done
    /// There was nothing to change, and that is an answer.
    case unchanged
    /// Done, and these sessions are over by it.
    case ended([SessionID])
    case endedSubject(EndedSubject)
    /// What became of an account that wanted to be a subject.
    case claimed(IdentityClaimOutcome)
    /// So many rows.
    case changed(Int)
    case failed(StoreFailure)

    /// - Returns: false for `unchanged`.
    func get() throws(StoreFailure) -> Bool {
        switch self {
        case .done, .ended, .endedSubject, .claimed, .changed: return true
        case .unchanged: return false
        case .failed(let failure): throw failure
        }
    }

    /// - Returns: those that are over; empty for `done` and `unchanged`.
    func sessions() throws(StoreFailure) -> [SessionID] {
        if case .ended(let ids) = self { return ids }
        _ = try get()
        return []
    }

    func subject() throws(StoreFailure) -> EndedSubject {
        if case .endedSubject(let ended) = self { return ended }
        _ = try get()
        return EndedSubject(sessions: [], delegations: 0, grants: 0)
    }
}
