import VaultCore

/// What may be written about the deaths of grants beside what each write of a grant says.
struct ForecastWrites {
    static let rememberSQL = """
        INSERT INTO provider_lives (provider, absolute_seconds, idle_seconds) VALUES (?, ?, ?)
        ON CONFLICT (provider) DO UPDATE SET absolute_seconds = excluded.absolute_seconds,
            idle_seconds = excluded.idle_seconds
        """
    /// Every change of a grant that has to do with its death changes `updated_at` or its generation.
    static let foreseeSQL = """
        UPDATE grants SET dies_at = ?, dies_of = ?
        WHERE id = ? AND generation = ? AND updated_at = ? AND reauth_reason IS NOT 'ended'
        """
    static let tellSQL = "UPDATE grants SET death_told = ?1 WHERE id = ?2 AND dies_at = ?1"

    private let remembering: Statement
    private let foreseeing: Statement
    private let telling: Statement

    init(_ connection: Connection) {
        remembering = connection.prepare(Self.rememberSQL)
        foreseeing = connection.prepare(Self.foreseeSQL)
        telling = connection.prepare(Self.tellSQL)
    }

    func remember(_ lives: [ProviderName: RefreshTokenLives]) throws(SQLiteError) {
        for (provider, lives) in lives {
            remembering.add(provider.text)
            remembering.add(lives.absoluteSeconds)
            remembering.add(lives.idleSeconds)
            try remembering.run()
        }
    }

    func foresee(_ grant: Grant) throws(SQLiteError) {
        foreseeing.add(grant.death?.at.milliseconds)
        foreseeing.add(grant.death?.reason.rawValue)
        foreseeing.add(grant.id.rawValue)
        foreseeing.add(grant.generation.number)
        foreseeing.add(grant.updatedAt.milliseconds)
        try foreseeing.run()
    }

    func tell(_ grant: Grant) throws(SQLiteError) {
        guard let death = grant.death else { return }
        telling.add(death.at.milliseconds)
        telling.add(grant.id.rawValue)
        try telling.run()
    }
}
