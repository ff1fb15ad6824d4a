import Synchronization
package import VaultCore

/// Lets one change of keys happen at a time – prepare, activate, destroy, change of the seal key –: a second one is refused,
/// never queued, because what it was decided on may no longer hold after the first. And no key is destroyed while the store is
/// copied: the copy would need the key, and nobody would know before it is finished.
package final class KeyChanges: Sendable {
    private struct State {
        var isChanging = false
        var isDestroying = false
        var copies = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// - Parameter destroys: whether a key is gone afterwards.
    /// - Throws: `.conflict` while another change is being made, and for what destroys, while the store is copied.
    package func alone<Result>(
        destroys: Bool = false, _ body: () async throws(VaultError) -> Result
    ) async throws(VaultError) -> Result {
        let refusal = state.withLock { state -> String? in
            if state.isChanging { return "the keys are being changed by another request; ask again when it is done" }
            if destroys, state.copies > 0 {
                return "a backup is being made that may hold the key; ask again when it is done"
            }
            state.isChanging = true
            state.isDestroying = destroys
            return nil
        }
        if let refusal { throw .conflict(reason: refusal) }
        defer {
            state.withLock { state in
                state.isChanging = false
                state.isDestroying = false
            }
        }
        return try await body()
    }

    /// Copies the store; other changes than a destruction may happen meanwhile.
    ///
    /// - Throws: `.conflict` while a key is being destroyed.
    package func whileCopying<Result>(
        _ body: () async throws(VaultError) -> Result
    ) async throws(VaultError) -> Result {
        let mayCopy = state.withLock { state in
            guard !state.isDestroying else { return false }
            state.copies += 1
            return true
        }
        guard mayCopy else {
            throw .conflict(reason: "a master key is being destroyed; make the backup when that is done")
        }
        defer { state.withLock { $0.copies -= 1 } }
        return try await body()
    }
}
