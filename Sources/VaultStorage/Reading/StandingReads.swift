import VaultCore

/// Tells a put what it must know of the grant that stands, without reading that whole where a look shows it to be sound: its scopes
/// are those of the put, and of what else could be damaged it has nothing.
struct StandingReads {
    static let sql = """
        SELECT g.id, g.generation, g.created_at, g.last_used_at, g.dies_at, g.dies_of,
            g.scopes = ?4 AND g.reauth_reason IS NULL AND g.acr IS NULL AND g.amr IS NULL AND g.auth_time IS NULL
                AND NOT EXISTS (SELECT 1 FROM grant_labels WHERE grant_id = g.id)
        FROM grants AS g WHERE g.subject = ?1 AND g.provider = ?2 AND g.account = ?3
        """

    enum Look {
        case none
        case sound(StandingGrant)
        /// Only reading it whole tells.
        case unclear
    }

    private let statement: Statement

    init(_ connection: Connection) { statement = connection.prepare(Self.sql) }

    func look(_ key: GrantKey, _ scopes: ScopeSet) throws(SQLiteError) -> Look {
        statement.add(key)
        statement.add(scopes.spaceSeparated)
        let look = try statement.first { row throws(SQLiteError) in
            guard let id = GrantID(rawValue: row.int()) else { return Look.unclear }
            let generation = Generation(number: row.int())
            let created = Timestamp(milliseconds: row.int())
            let used = row.optionalInt().map(Timestamp.init(milliseconds:))
            _ = try GrantRow.death(from: &row)
            if row.int() == 0 { return .unclear }
            return .sound(StandingGrant(id: id, generation: generation, createdAt: created, lastUsedAt: used))
        }
        return look ?? .none
    }
}
