package import VaultCore

/// The ports and settings that the use cases share; made once by the wiring.
package struct ServiceContext: Sendable {
    package let store: any GrantStore
    let subjects: any SubjectStore
    package let sealer: any Sealer
    package let provider: any ProviderClient
    package let audit: any AuditTrail
    package let clock: any WallClock
    package let settings: LiveSettings
    package let cache: TokenCache
    package let registry: ProviderRegistry
    /// Called at named steps of a refresh, for crash tests; does nothing in a release build.
    package let checkpoint: @Sendable (RefreshStep) -> Void
    package let breakers: Breakers
    /// Of revocations: their endpoint may be down alone.
    let revocationBreakers: Breakers
    let paces: ProviderPaces
    let recentRefusals: RecentRefusals
    let openIntents = OpenIntents()
    /// Called when grants have ended that are still to be revoked.
    let endedGrants = WakeUp()

    package init(
        store: any GrantStore & SubjectStore, sealer: any Sealer, provider: any ProviderClient, audit: any AuditTrail,
        clock: any WallClock, settings: LiveSettings, cache: TokenCache, registry: ProviderRegistry,
        pause: @escaping Pause = systemPause, checkpoint: @escaping @Sendable (RefreshStep) -> Void = { _ in }
    ) {
        self.store = store
        subjects = store
        self.sealer = sealer
        self.provider = provider
        self.audit = audit
        self.clock = clock
        self.settings = settings
        self.cache = cache
        self.registry = registry
        self.checkpoint = checkpoint
        breakers = Breakers(clock: clock)
        revocationBreakers = Breakers(clock: clock)
        paces = ProviderPaces(clock: clock, pause: pause)
        recentRefusals = RecentRefusals(clock: clock)
    }

    /// Puts a reloaded configuration into force: what was cached or held back by the old one's rules goes.
    package func reload(providers: [ProviderSettings], tokens: TokenSettings) {
        settings.replace(providers: providers, tokens: tokens)
        cache.removeAll()
        breakers.reset()
        revocationBreakers.reset()
        recentRefusals.removeAll()
    }

    /// - Throws: `.notFound`: the provider was taken out of the configuration.
    func settings(of provider: ProviderName) throws(VaultError) -> ProviderSettings {
        guard let settings = settings.provider(provider) else { throw .notFound(what: "provider") }
        return settings
    }

    /// A store call with its failure as callers see it. A value that does not read back is an error of this one call:
    /// unlike a refresh token that does not open, it may read back again once the disk or the operator has mended it.
    ///
    /// - Parameter grant: whose record is read, for the audit log, where it is known.
    func stored<Result>(
        about grant: GrantID? = nil, _ body: () throws(StoreFailure) -> Result
    ) throws(VaultError) -> Result {
        do throws(StoreFailure) { return try body() } catch {
            if case .damaged = error { recordDamage(of: grant) }
            throw VaultError(error)
        }
    }

    /// A stored row does not read back.
    package func recordDamage(of grant: GrantID?) {
        audit.record(AuditEvent(.integrityFailure, .failed, grant: grant, reason: "row_unreadable"))
    }

    /// A stored secret does not open.
    func recordIntegrityFailure(of grant: Grant, _ what: String, _ origin: Origin) {
        var event = origin.event(.integrityFailure, .failed, grant)
        event.reason = what
        audit.record(event)
    }

    func storing<Result>(_ body: () async throws(StoreFailure) -> Result) async throws(VaultError) -> Result {
        do throws(StoreFailure) { return try await body() } catch { throw VaultError(error) }
    }

    /// For work that no tick of a loop stands behind. What cannot be written now is kept for the next flush, and no reply
    /// leaves before that one.
    func flushAudit() {
        do throws(AuditFailure) { try audit.flush() } catch {}
    }

    func sealing<Result>(_ body: () throws(SealFailure) -> Result) throws(VaultError) -> Result {
        do throws(SealFailure) { return try body() } catch { throw VaultError(error) }
    }
}

/// The steps of a refresh between which the process may die (DESIGN §6).
package enum RefreshStep: String, CaseIterable, Sendable {
    case intentCommitted = "intent_committed"
    case answerReceived = "answer_received"
    case beforeCommit = "before_commit"
    case afterCommit = "after_commit"
}
