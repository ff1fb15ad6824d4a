import VaultCore

/// What may be written to the tables of identities.
struct IdentityWrites {
    static let keySQL = "INSERT INTO identity_key (row, id) VALUES (1, ?) ON CONFLICT DO NOTHING"
    static let subjectSQL = "SELECT subject FROM identities WHERE provider = ? AND account_tag = ?"
    static let otherSQL =
        "SELECT 1 FROM identities WHERE subject = ? AND NOT (provider = ? AND account_tag = ?) LIMIT 1"
    static let insertSQL = """
        INSERT OR REPLACE INTO identities (provider, account_tag, subject, proof, created_at) VALUES (?, ?, ?, ?, ?)
        """
    static let forgetSQL = "DELETE FROM identities WHERE subject = ?1 AND (?2 IS NULL OR provider = ?2)"

    private let keyInsertion: Statement
    private let subject: Statement
    private let other: Statement
    private let insertion: Statement
    private let forgetting: Statement

    init(_ connection: Connection) {
        keyInsertion = connection.prepare(Self.keySQL)
        subject = connection.prepare(Self.subjectSQL)
        other = connection.prepare(Self.otherSQL)
        insertion = connection.prepare(Self.insertSQL)
        forgetting = connection.prepare(Self.forgetSQL)
    }

    /// - Returns: false when there is one.
    func insert(key record: Int64) throws(SQLiteError) -> Bool {
        keyInsertion.add(record)
        return try keyInsertion.run() == 1
    }

    /// Whose account it is; nil: nobody's.
    func subject(of identity: StoredIdentity) throws(SQLiteError) -> String? {
        subject.add(identity.provider.text)
        subject.add(identity.accountTag)
        return try subject.first { row throws(SQLiteError) in row.text() }
    }

    /// Whether the subject has another account.
    func hasOther(than identity: StoredIdentity) throws(SQLiteError) -> Bool {
        other.add(identity.subject.text)
        other.add(identity.provider.text)
        other.add(identity.accountTag)
        return try other.first { row throws(SQLiteError) in row.int() } != nil
    }

    func keep(_ identity: StoredIdentity) throws(SQLiteError) {
        insertion.add(identity.provider.text)
        insertion.add(identity.accountTag)
        insertion.add(identity.subject.text)
        insertion.add(identity.proof)
        insertion.add(identity.createdAt.milliseconds)
        try insertion.run()
    }

    func forget(_ oblivion: IdentityOblivion) throws(SQLiteError) -> Int {
        forgetting.add(oblivion.subject.text)
        forgetting.add(oblivion.provider?.text)
        return try forgetting.run()
    }
}
