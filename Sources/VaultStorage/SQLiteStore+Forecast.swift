package import VaultCore

extension SQLiteStore: ForecastStore {
    package func forecastLives() throws(StoreFailure) -> [ProviderName: RefreshTokenLives] {
        try readers.read { reader throws(SQLiteError) in try reader.forecast.lives() }
    }

    package func rememberForecast(_ lives: [ProviderName: RefreshTokenLives]) async throws(StoreFailure) {
        _ = try await write(.rememberForecast(lives))
    }

    package func foresee(_ grants: [Grant]) async throws(StoreFailure) {
        _ = try await write(.foresee(grants))
    }

    package func tellDeaths(of grants: [Grant], telling events: [AuditEvent]) async throws(StoreFailure) {
        _ = try await write(.tellDeaths(grants), telling: events)
    }
}
