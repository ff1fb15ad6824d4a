import VaultCore

/// What may be written to the table `proof_keys`: a lineage keeps the first key that it gets.
struct ProofKeyWrites {
    static let addSQL = """
        INSERT INTO proof_keys (id, key) SELECT id, ?1 FROM grants WHERE id = ?2 AND generation = ?3
        ON CONFLICT DO NOTHING
        """
    static let insertSQL = "INSERT INTO proof_keys (id, key) VALUES (?, ?)"
    static let deleteSQL = "DELETE FROM proof_keys WHERE id = ?"

    private let addition: Statement
    private let insertion: Statement
    private let deletion: Statement

    init(_ connection: Connection) {
        addition = connection.prepare(Self.addSQL)
        insertion = connection.prepare(Self.insertSQL)
        deletion = connection.prepare(Self.deleteSQL)
    }

    /// - Returns: false when the grant is gone, of another generation, or has a key.
    func add(_ key: SealedSecret, for intent: RefreshIntent) throws(SQLiteError) -> Bool {
        addition.add(key.bytes)
        addition.add(intent.grant.rawValue)
        addition.add(intent.generation.number)
        return try addition.run() == 1
    }

    func insert(_ key: SealedSecret, of id: GrantID) throws(SQLiteError) {
        insertion.add(id.rawValue)
        insertion.add(key.bytes)
        try insertion.run()
    }

    func delete(of id: GrantID) throws(SQLiteError) {
        deletion.add(id.rawValue)
        try deletion.run()
    }
}
