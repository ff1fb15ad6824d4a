package import VaultCore

/// Computes the deaths of stored grants anew where the configuration says other lives of a provider's refresh tokens than they
/// were computed with. It walks through the store in small steps; after a crash it begins again, and what is written meanwhile
/// is right already.
package final class ForecastKeeping: Sendable {
    package static let usualStep = 500
    /// A failed write is tried again then.
    private static let waitMilliseconds: Int64 = 60_000

    private let context: ServiceContext
    private let store: any ForecastStore
    private let step: Int
    private let pause: Pause
    private let wakeUp = WakeUp()

    package init(
        _ context: ServiceContext, store: any ForecastStore, step: Int = usualStep, pause: @escaping Pause = systemPause
    ) {
        self.context = context
        self.store = store
        self.step = step
        self.pause = pause
    }

    /// Works until `stop` is called. To be run away from the loops: a store of a million grants takes seconds.
    package func run() async {
        repeat { await work() } while await wakeUp.wait(milliseconds: Self.waitMilliseconds, pause)
    }

    package func stop() { wakeUp.stop() }

    /// The settings have changed.
    package func wake() { wakeUp.call() }

    package func work() async {
        do throws(StoreFailure) {
            while let wanted = try outdated() {
                guard try await recompute(wanted) else { return }
                try await store.rememberForecast(wanted)
            }
        } catch {}
    }

    /// - Returns: nil where the store is as the configuration wants it.
    private func outdated() throws(StoreFailure) -> [ProviderName: RefreshTokenLives]? {
        let known = try store.forecastLives()
        let wanted = context.settings.providers.map { ($0.name, $0.lives) }
        let changed = wanted.filter { $0.1 != known[$0.0] ?? .unknown }
        return changed.isEmpty ? nil : Dictionary(uniqueKeysWithValues: changed)
    }

    /// Looks at all grants: one provider's cannot be found by themselves without an index that each write would pay for.
    ///
    /// - Returns: false when it was stopped.
    private func recompute(_ wanted: [ProviderName: RefreshTokenLives]) async throws(StoreFailure) -> Bool {
        var filter = GrantFilter(limit: step)
        while !wakeUp.isStopped {
            let page = try context.store.list(filter)
            guard let last = page.last else { return true }
            let changed = page.compactMap { grant -> Grant? in
                guard let lives = wanted[grant.provider] else { return nil }
                let death = GrantDeath(of: grant, lives)
                guard death != grant.death else { return nil }
                var grant = grant
                grant.death = death
                return grant
            }
            if !changed.isEmpty { try await store.foresee(changed) }
            filter.after = filter.place(of: last)
        }
        return false
    }
}
