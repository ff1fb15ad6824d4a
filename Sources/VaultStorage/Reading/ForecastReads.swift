import VaultCore

/// Tells with which lives the stored deaths were computed, and how many grants of an account live.
struct ForecastReads {
    static let livesSQL = "SELECT provider, absolute_seconds, idle_seconds FROM provider_lives"
    /// The account is named twice for the sake of the index, which has no grants without one.
    static let liveSQL = """
        SELECT count(*) FROM (SELECT 1 FROM grants
            WHERE provider = ? AND account = ? AND account <> '' AND reauth_reason IS NULL LIMIT ?)
        """

    /// From the index alone.
    static let deathsSQL = "SELECT count(*) FROM grants WHERE dies_at > ? AND dies_at <= ?"

    private let all: Statement
    private let live: Statement
    private let deaths: Statement

    init(_ connection: Connection) {
        all = connection.prepare(Self.livesSQL)
        live = connection.prepare(Self.liveSQL)
        deaths = connection.prepare(Self.deathsSQL)
    }

    func live(of account: Account, at provider: ProviderName, most: Int) throws(SQLiteError) -> Int {
        live.add(provider.text)
        live.add(account.text)
        live.add(Int64(most))
        return Int(try live.first { row throws(SQLiteError) in row.int() } ?? 0)
    }

    /// Grants that died, or will die, after the first moment and not after the second.
    func deaths(after start: Int64, until end: Int64) throws(SQLiteError) -> Int {
        deaths.add(start)
        deaths.add(end)
        return Int(try deaths.first { row throws(SQLiteError) in row.int() } ?? 0)
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
