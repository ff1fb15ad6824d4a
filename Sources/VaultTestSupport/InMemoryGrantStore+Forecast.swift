import Synchronization
package import VaultCore

extension InMemoryGrantStore: ForecastStore {
    package func forecastLives() throws(StoreFailure) -> [ProviderName: RefreshTokenLives] {
        state.withLock { $0.forecastLives }
    }

    package func rememberForecast(_ lives: [ProviderName: RefreshTokenLives]) async throws(StoreFailure) {
        try write { state in state.forecastLives.merge(lives) { $1 } }
    }

    package func foresee(_ grants: [Grant]) async throws(StoreFailure) {
        try write { state in
            for grant in grants {
                guard let standing = state.lineages[grant.id]?.grant, standing.generation == grant.generation,
                    standing.updatedAt == grant.updatedAt, !standing.hasEnded
                else { continue }
                state.lineages[grant.id]?.grant.death = grant.death
            }
        }
    }

    package func tellDeaths(of grants: [Grant], telling events: [AuditEvent]) async throws(StoreFailure) {
        try change(telling: events) { state in
            for grant in grants where state.lineages[grant.id]?.grant.death?.at == grant.death?.at {
                state.deathsTold[grant.id] = grant.death?.at
            }
        }
    }
}
