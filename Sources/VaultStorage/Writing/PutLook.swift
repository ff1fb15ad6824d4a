import VaultCore

/// What a put finds of its subject, and of the grant in whose place it comes, with one statement. Most often there is nothing to delete,
/// and a statement that deletes costs as much where it finds nothing; from a table without rowids ten times what a look costs,
/// because SQLite gathers the keys in a table of its own first.
struct PutLook {
    static let sql = """
        SELECT EXISTS (SELECT 1 FROM disabled_subjects WHERE subject = ?1),
            EXISTS (SELECT 1 FROM grant_labels WHERE grant_id = ?2),
            EXISTS (SELECT 1 FROM proof_keys WHERE id = ?2),
            EXISTS (SELECT 1 FROM access_tokens WHERE grant_id = ?2),
            EXISTS (SELECT 1 FROM refresh_intents WHERE grant_id = ?2)
        """

    /// What there is.
    struct Found {
        var isDisabled = false
        var hasLabels = false
        var hasProofKey = false
        var hasTokens = false
        var hasIntent = false
    }

    private let statement: Statement

    init(_ connection: Connection) { statement = connection.prepare(Self.sql) }

    func look(_ subject: Subject, _ id: GrantID) throws(SQLiteError) -> Found {
        statement.add(subject.text)
        statement.add(id.rawValue)
        let found = try statement.first { row throws(SQLiteError) in
            Found(
                isDisabled: row.int() != 0, hasLabels: row.int() != 0, hasProofKey: row.int() != 0,
                hasTokens: row.int() != 0, hasIntent: row.int() != 0)
        }
        return found ?? Found()
    }
}
