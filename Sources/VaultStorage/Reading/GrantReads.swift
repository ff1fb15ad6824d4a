import VaultCore

/// Finds grants by id, by key and by what they have in common.
struct GrantReads {
    private static let select = """
        SELECT \(GrantRow.columns), \(GrantRow.labelColumns) FROM grants AS g \(GrantRow.labelJoin)
        """
    static let byIDSQL = "\(select) WHERE g.id = ? ORDER BY l.position"
    static let byKeySQL = "\(select) WHERE g.subject = ? AND g.provider = ? AND g.account = ? ORDER BY l.position"
    static let bySubjectSQL = "\(select) WHERE g.subject = ? AND g.provider = ? ORDER BY g.id, l.position"

    private let connection: Connection
    private let byID: Statement
    private let byKey: Statement
    private let bySubject: Statement

    init(_ connection: Connection) throws(SQLiteError) {
        self.connection = connection
        byID = try connection.prepare(Self.byIDSQL)
        byKey = try connection.prepare(Self.byKeySQL)
        bySubject = try connection.prepare(Self.bySubjectSQL)
    }

    func grant(_ id: GrantID) throws(SQLiteError) -> Grant? {
        byID.add(id.rawValue)
        return try grants(byID).first
    }

    func grant(_ key: GrantKey) throws(SQLiteError) -> Grant? {
        byKey.add(key)
        return try grants(byKey).first
    }

    func grants(of subject: Subject, at provider: ProviderName) throws(SQLiteError) -> [Grant] {
        bySubject.add(subject.text)
        bySubject.add(provider.text)
        return try grants(bySubject)
    }

    /// Its statement depends on the filter and is not kept: listing is rare, and the combinations are many.
    func list(_ filter: GrantFilter) throws(SQLiteError) -> [Grant] {
        let query = GrantQuery(filter)
        let statement = try connection.prepare(query.sql)
        query.addParameters(to: statement)
        return try grants(statement)
    }

    /// Folds the rows of one grant, one per label, into one value.
    private func grants(_ statement: Statement) throws(SQLiteError) -> [Grant] {
        var grants: [Grant] = []
        try statement.forEach { row throws(SQLiteError) in
            let grant = try GrantRow.grant(from: &row)
            if grants.last?.id != grant.id { grants.append(grant) }
            if let label = try GrantRow.label(from: &row) { grants[grants.count - 1].labels.append(label) }
        }
        return grants
    }
}
