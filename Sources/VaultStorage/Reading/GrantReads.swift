import VaultCore

/// Finds grants by id, by key and by what they have in common.
struct GrantReads {
    private static let select = """
        SELECT \(GrantRow.columns), \(GrantRow.labelColumns) FROM grants AS g \(GrantRow.labelJoin)
        """
    static let byIDSQL = "\(select) WHERE g.id = ? ORDER BY l.position"
    static let byKeySQL = "\(select) WHERE g.subject = ? AND g.provider = ? AND g.account = ? ORDER BY l.position"
    /// In the order of the index, so that nothing is sorted for the one grant that there mostly is.
    static let bySubjectSQL = "\(select) WHERE g.subject = ? AND g.provider = ? ORDER BY g.account, l.position"

    private let connection: Connection
    private let byID: Statement
    private let byKey: Statement
    private let bySubject: Statement

    init(_ connection: Connection) {
        self.connection = connection
        byID = connection.prepare(Self.byIDSQL)
        byKey = connection.prepare(Self.byKeySQL)
        bySubject = connection.prepare(Self.bySubjectSQL)
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
        let found = try grants(bySubject)
        return found.count < 2 ? found : found.sorted { $0.id < $1.id }
    }

    /// Its statement depends on the filter and is not kept: listing is rare, and the combinations are many.
    ///
    /// - Parameter damaged: told the id of every row that does not read back; the others are listed all the same.
    func list(_ filter: GrantFilter, damaged: (Int64) -> Void) throws(SQLiteError) -> [Grant] {
        var page = ListedGrants()
        var rest = filter
        repeat {
            let query = GrantQuery(rest)
            let statement = connection.prepare(query.sql)
            query.addParameters(to: statement)
            let before = page.rows
            try statement.forEach { row throws(SQLiteError) in try page.take(&row) }
            // A page that lacks damaged rows is filled up, as a short one would say that nothing follows.
            guard page.rows - before == rest.limit, let last = page.last, let id = GrantID(rawValue: last.id) else {
                break
            }
            rest.after = GrantPlace(
                id: id, diesAt: rest.deaths == nil ? nil : last.diesAt.map(Timestamp.init(milliseconds:)))
            rest.limit = filter.limit - page.grants.count
        } while rest.limit > 0
        for id in page.damaged { damaged(id) }
        return page.grants
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
