/// Keeps what the forecast of deaths was computed with, and which deaths were told.
///
/// As with `GrantStore`, reads see everything that a write has returned from, and writes are durable when they return.
package protocol ForecastStore: Sendable {
    /// With which lives the deaths that are stored were computed; a provider that is not there: with none.
    func forecastLives() throws(StoreFailure) -> [ProviderName: RefreshTokenLives]

    /// The deaths of all grants of these providers are as they are with these lives.
    func rememberForecast(_ lives: [ProviderName: RefreshTokenLives]) async throws(StoreFailure)

    /// Writes the deaths of grants as they stand there, in one transaction. A grant that was put, refreshed or condemned since
    /// it was read, or is gone, is passed over: whoever did so has computed it anew.
    func foresee(_ grants: [Grant]) async throws(StoreFailure)

    /// Remembers that the deaths of these grants, as they stand there, were told.
    func tellDeaths(of grants: [Grant], telling events: [AuditEvent]) async throws(StoreFailure)
}
