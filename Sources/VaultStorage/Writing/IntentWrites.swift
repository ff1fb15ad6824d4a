import VaultCore

/// What may be written to the table `refresh_intents`.
struct IntentWrites {
    static let beginSQL = """
        INSERT OR REPLACE INTO refresh_intents (grant_id, generation, started_at)
        SELECT id, generation, ?1 FROM grants WHERE id = ?2 AND generation = ?3
        """
    static let deleteSQL = "DELETE FROM refresh_intents WHERE grant_id = ?"

    private let beginning: Statement
    private let deletion: Statement

    init(_ connection: Connection) {
        beginning = connection.prepare(Self.beginSQL)
        deletion = connection.prepare(Self.deleteSQL)
    }

    /// - Returns: false when the grant is gone or of another generation.
    func begin(_ intent: RefreshIntent) throws(SQLiteError) -> Bool {
        beginning.add(intent.startedAt.milliseconds)
        beginning.add(intent.grant.rawValue)
        beginning.add(intent.generation.number)
        return try beginning.run() == 1
    }

    func delete(of id: GrantID) throws(SQLiteError) {
        deletion.add(id.rawValue)
        try deletion.run()
    }
}
