import Synchronization
package import VaultCore

/// Tells the audit log of refresh tokens that will die soon, a bounded number in each round.
///
/// What was told is in the store, together with its records, so that a restart tells nothing again and loses nothing. A death that moved by more than the lead time is news again.
package final class ExpiryNotices: Sendable {
    package static let usualMilliseconds: Int64 = 60_000
    package static let usualBatch = 256
    /// Pages of one round.
    private static let pages = 16

    private let context: ServiceContext
    private let store: any ForecastStore
    private let batch: Int
    private let pause: Pause
    private let wakeUp = WakeUp()
    /// Where the last round ended: some of those in the window are not due yet and are looked at again.
    private let place = Mutex<GrantPlace?>(nil)

    package init(
        _ context: ServiceContext, store: any ForecastStore, batch: Int = usualBatch,
        pause: @escaping Pause = systemPause
    ) {
        self.context = context
        self.store = store
        self.batch = batch
        self.pause = pause
    }

    /// Works until `stop` is called.
    package func run() async {
        repeat { await work() } while await wakeUp.wait(milliseconds: Self.usualMilliseconds, pause)
    }

    package func stop() { wakeUp.stop() }

    package func work() async {
        let lead = context.settings.grants.noticeSeconds
        guard lead > 0 else { return }
        do throws(StoreFailure) {
            for _ in 0..<Self.pages where !wakeUp.isStopped {
                guard try await tellPage(lead) else { return }
            }
        } catch {}  // Read or written the next time.
    }

    /// - Returns: false at the end of the window.
    private func tellPage(_ lead: Int64) async throws(StoreFailure) -> Bool {
        let now = context.clock.now()
        var window = DeathWindow(after: now, until: now.adding(seconds: lead))
        window.untoldForMilliseconds = lead * 1_000
        let filter = GrantFilter(deaths: window, after: place.withLock { $0 }, limit: batch)
        let page = try context.store.list(filter)
        let due = page.filter { ExpiryNotice.isDue($0, leadSeconds: lead, at: now) }
        let events = due.map { grant in
            var event = Origin.vault.event(.refreshTokenExpiring, .done, grant)
            event.reason = grant.death?.reason.rawValue
            event.diesAt = grant.death?.at
            return event
        }
        if !due.isEmpty {
            try await store.tellDeaths(of: due, telling: events)
            context.flushAudit()
        }
        let isFull = page.count == batch
        place.withLock { $0 = isFull ? page.last.map(filter.place) : nil }
        return isFull
    }
}
