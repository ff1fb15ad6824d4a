import VaultCore

/// Refreshes access tokens that are in use before they end, at providers that are configured so, so that no caller waits: a few in each
/// round, on the way that every refresh goes. What is in memory alone tells what is in use; a call for a cached token does nothing for it.
package final class RefreshAhead: Sendable {
    package static let usualMilliseconds: Int64 = 5_000
    private static let atOnce = 8
    /// Refreshes of one round.
    static let most = 64

    private let context: ServiceContext
    private let refresher: Refresher
    private let gate: SealGate
    private let pause: Pause
    private let wakeUp = WakeUp()
    private let resting: Resting

    package init(_ tokens: TokenService, gate: SealGate, pause: @escaping Pause = systemPause) {
        context = tokens.context
        refresher = tokens.refresher
        resting = Resting(tokens.context.clock)
        self.gate = gate
        self.pause = pause
    }

    /// Works until `stop` is called.
    package func run() async {
        repeat { await work() } while await wakeUp.wait(milliseconds: Self.usualMilliseconds, pause)
    }

    package func stop() { wakeUp.stop() }

    package func work() async {
        guard !gate.isClosed else { return }
        var ahead: [ProviderIndex: Int64] = [:]
        for provider in context.settings.providers where !resting.rests(provider.name) {
            if let seconds = provider.refreshAheadSeconds { ahead[context.registry.index(of: provider.name)] = seconds }
        }
        guard !ahead.isEmpty else { return }
        let now = context.clock.now()
        let due = context.cache.usedAndDue(most: Self.most) { provider, grant, minted, expires in
            guard let seconds = ahead[provider], !resting.rests(grant) else { return false }
            return RefreshAheadRule.isDue(
                minted: minted, expires: expires, ahead: seconds, jitter: grant.jitter, at: now)
        }
        guard !due.isEmpty else { return }
        await forEach(due, atMost: Self.atOnce) { id in await self.refresh(id) }
        context.flushAudit()
    }

    private func refresh(_ id: GrantID) async {
        let found: Grant?
        do throws(StoreFailure) { found = try context.store.grant(id) } catch { return }
        guard let grant = found, grant.status == .active, !gate.isClosed, !wakeUp.isStopped,
            let token = context.cache.token(of: id),
            let ahead = context.settings.provider(grant.provider)?.refreshAheadSeconds
        else { return }
        // One that somebody else has minted meanwhile does.
        let lead = RefreshAheadRule.lead(minted: token.mintedAt, expires: token.issued.expiresAt, ahead: ahead)
        let need = TokenNeed(asked: lead + 1, usual: lead + 1)
        guard case .failure(let failure)? = await refresher.refresh(grant, scopes: nil, need, .refreshAhead) else {
            return
        }
        resting.note(failure, of: grant)
    }
}
