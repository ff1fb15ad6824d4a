import Synchronization
package import VaultCore

/// Lets one change of keys happen at a time – prepare, activate, destroy, change of the seal key –: a second one is refused,
/// never queued, because what it was decided on may no longer hold after the first.
package final class KeyChanges: Sendable {
    private let isBusy = Atomic(false)

    package init() {}

    /// - Throws: `.conflict` while another change is being made.
    package func alone<Result>(
        _ body: () async throws(VaultError) -> Result
    ) async throws(VaultError) -> Result {
        guard !isBusy.exchange(true, ordering: .acquiring) else {
            throw .conflict(reason: "the keys are being changed by another request; ask again when it is done")
        }
        defer { isBusy.store(false, ordering: .releasing) }
        return try await body()
    }
}
