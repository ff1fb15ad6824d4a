package import VaultCore

/// The ports and settings that the use cases share; made once by the wiring.
package struct ServiceContext: Sendable {
    package let store: any GrantStore
    package let sealer: any Sealer
    package let provider: any ProviderClient
    package let audit: any AuditTrail
    package let clock: any WallClock
    package let settings: LiveSettings
    package let cache: TokenCache
    package let registry: ProviderRegistry
    /// Called at named steps of a refresh, for crash tests; does nothing in a release build.
    package let checkpoint: @Sendable (RefreshStep) -> Void

    package init(
        store: any GrantStore, sealer: any Sealer, provider: any ProviderClient, audit: any AuditTrail,
        clock: any WallClock, settings: LiveSettings, cache: TokenCache, registry: ProviderRegistry,
        checkpoint: @escaping @Sendable (RefreshStep) -> Void = { _ in }
    ) {
        self.store = store
        self.sealer = sealer
        self.provider = provider
        self.audit = audit
        self.clock = clock
        self.settings = settings
        self.cache = cache
        self.registry = registry
        self.checkpoint = checkpoint
    }
}

/// The steps of a refresh between which the process may die (DESIGN §6).
package enum RefreshStep: String, CaseIterable, Sendable {
    case intentCommitted = "intent_committed"
    case answerReceived = "answer_received"
    case beforeCommit = "before_commit"
    case afterCommit = "after_commit"
}
