import VaultCore

/// Tells with which lives the stored deaths were computed.
struct ForecastReads {
    static let livesSQL = "SELECT provider, absolute_seconds, idle_seconds FROM provider_lives"

    private let all: Statement

    init(_ connection: Connection) throws(SQLiteError) {
        all = try connection.prepare(Self.livesSQL)
    }

    /// What does not read back as a provider is as good as not computed.
    func lives() throws(SQLiteError) -> [ProviderName: RefreshTokenLives] {
        var found: [ProviderName: RefreshTokenLives] = [:]
        try all.forEach { row in
            let (name, absolute, idle) = (row.text(), row.optionalInt(), row.optionalInt())
            guard let provider = try? ProviderName(name) else { return }
            found[provider] = RefreshTokenLives(absoluteSeconds: absolute, idleSeconds: idle)
        }
        return found
    }
}
