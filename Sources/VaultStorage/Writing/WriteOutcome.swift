import VaultCore

/// What became of one write, known only when its transaction is synced.
enum WriteOutcome: Equatable, Sendable {
    case done
    /// There was nothing to change, and that is an answer.
    case unchanged
    case failed(StoreFailure)

    /// - Returns: false for `unchanged`.
    func get() throws(StoreFailure) -> Bool {
        switch self {
        case .done: return true
        case .unchanged: return false
        case .failed(let failure): throw failure
        }
    }
}
