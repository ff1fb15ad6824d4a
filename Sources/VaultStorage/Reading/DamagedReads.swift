import VaultCore

/// Reads the ids and keys of grants that do not read back.
struct DamagedReads {
    private static let select = "SELECT id, subject, provider, account FROM grants"
    static let byIDSQL = "\(select) WHERE id = ?"
    static let bySubjectSQL = "\(select) WHERE subject = ? AND provider = ? ORDER BY id"
    static let byKeySQL = "\(select) WHERE subject = ? AND provider = ? AND account = ?"

    private let byID: Statement
    private let bySubject: Statement
    private let byKey: Statement

    init(_ connection: Connection) {
        byID = connection.prepare(Self.byIDSQL)
        bySubject = connection.prepare(Self.bySubjectSQL)
        byKey = connection.prepare(Self.byKeySQL)
    }

    /// All that the selector means, whether they read back or not.
    func rows(_ selector: GrantSelector) throws(SQLiteError) -> [DamagedGrant] {
        let statement: Statement
        switch selector {
        case .id(let id):
            statement = byID
            statement.add(id.rawValue)
        case .subject(let subject, let provider, nil):
            statement = bySubject
            statement.add(subject.text)
            statement.add(provider.text)
        case .subject(let subject, let provider, let account?):
            statement = byKey
            statement.add(GrantKey(subject: subject, provider: provider, account: account))
        }
        var found: [DamagedGrant] = []
        try statement.forEach { row throws(SQLiteError) in
            // Without an id nobody can name it.
            guard let id = GrantID(rawValue: row.int()) else { return }
            found.append(DamagedGrant(id: id, key: Self.key(from: &row)))
        }
        return found
    }

    private static func key(from row: inout Row) -> GrantKey? {
        do throws(SQLiteError) { return try GrantRow.key(from: &row) } catch { return nil }
    }
}
