package import VaultCore

/// What the daemon does beside when the vault is sealed or unsealed.
package struct SealObserver: Sendable {
    /// Returns when no reply that was made before is still on its way.
    package var sealed: @Sendable () async -> Void
    /// Requests are served from here on.
    package var opened: @Sendable (_ report: IntentRecovery.Report, _ urgent: [Grant]) async -> Void

    package init(
        sealed: @escaping @Sendable () async -> Void,
        opened: @escaping @Sendable (_ report: IntentRecovery.Report, _ urgent: [Grant]) async -> Void
    ) {
        self.sealed = sealed
        self.opened = opened
    }
}
