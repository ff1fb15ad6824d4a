import VaultCore

extension StoreFailure {
    /// The reason of a `.failed`, nil for anything else.
    var failedReason: String? { if case .failed(let reason) = self { reason } else { nil } }

    /// The reason of a `.damaged`, nil for anything else.
    var damagedReason: String? { if case .damaged(let reason) = self { reason } else { nil } }
}

/// What a body threw as a failure of the store; nil when it threw nothing, or something else.
///
/// Matching a case with a value in the `catch` of a typed throw crashes the compiler (Swift 6.3.1).
func storeFailure(of body: () async throws -> Void) async -> StoreFailure? {
    do {
        try await body()
        return nil
    } catch {
        return error as? StoreFailure
    }
}
