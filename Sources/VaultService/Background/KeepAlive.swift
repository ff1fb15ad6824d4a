import Synchronization
import VaultCore

/// Refreshes grants that nobody uses before they die of idleness, at providers that are configured so: a few in each round, on the
/// way that every refresh goes, so with its single flight, its journal and its breaker. Nothing while the vault is sealed.
package final class KeepAlive: Sendable {
    package static let usualMilliseconds: Int64 = 10_000
    private static let atOnce = 4
    /// Refreshes of one round.
    static let most = 32
    private static let batch = 256
    private static let pages = 16

    private let context: ServiceContext
    private let refresher: Refresher
    private let gate: SealGate
    private let pause: Pause
    private let wakeUp = WakeUp()
    /// Where the last round ended: most of those in the window need nothing and are passed by.
    private let place = Mutex<GrantPlace?>(nil)
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
        var due: [Grant] = []
        for _ in 0..<Self.pages where !wakeUp.isStopped && !gate.isClosed && due.count < Self.most {
            guard let (page, isFull) = page(atMost: Self.most - due.count) else { break }
            due += page
            guard isFull else { break }
        }
        guard !due.isEmpty else { return }
        await forEach(due, atMost: Self.atOnce) { grant in await self.refresh(grant) }
        context.flushAudit()
    }

    /// The next that are due, and whether others may follow; nil where none can be.
    private func page(atMost most: Int) -> ([Grant], isFull: Bool)? {
        let kept = context.settings.providers.filter { $0.keepAliveSeconds != nil }
        guard !kept.isEmpty else { return nil }
        let within = Dictionary(uniqueKeysWithValues: kept.map { ($0.name, $0.keepAliveSeconds ?? 0) })
        let now = context.clock.now()
        let window = DeathWindow(after: now, until: now.adding(seconds: KeepAliveRule.leadSeconds))
        let filter = GrantFilter(
            providers: kept.map(\.name), deaths: window, after: place.withLock { $0 }, limit: Self.batch)
        do throws(StoreFailure) {
            let page = try context.store.list(filter)
            var due: [Grant] = []
            var last: Grant?
            for grant in page where due.count < most {
                last = grant
                if isDue(grant, within[grant.provider] ?? 0, at: now) { due.append(grant) }
            }
            let isFull = page.count == Self.batch || last?.id != page.last?.id
            place.withLock { $0 = isFull ? last.map(filter.place) : nil }
            return (due, isFull)
        } catch {
            return nil  // Read the next time.
        }
    }

    private func isDue(_ grant: Grant, _ within: Int64, at now: Timestamp) -> Bool {
        guard !resting.rests(grant.provider), !resting.rests(grant.id) else { return false }
        var grant = grant
        // Uses are written in batches.
        if let used = context.cache.lastUse(of: grant.id) { grant.lastUsedAt = max(used, grant.lastUsedAt ?? used) }
        return KeepAliveRule.isDue(grant, within: within, jitter: grant.id.jitter, at: now)
    }

    private func refresh(_ grant: Grant) async {
        let need = TokenNeed(asked: nil, usual: context.settings.tokens.minimumLifeSeconds, fresh: true)
        guard case .failure(let failure)? = await refresher.refresh(grant, scopes: nil, need, .keepAlive) else {
            return
        }
        resting.note(failure, of: grant)
    }
}
