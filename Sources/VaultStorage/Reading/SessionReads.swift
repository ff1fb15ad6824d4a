import VaultCore

/// Finds sessions by handle, by id and by what they have in common.
struct SessionReads {
    static let byHandleSQL = """
        SELECT \(SessionRow.columns), \(SessionRow.handleColumns)
        FROM session_handles AS h JOIN sessions AS s ON s.id = h.session_id LEFT JOIN record_keys AS k ON k.id = s.id
        WHERE h.id = ?
        """
    static let byIDSQL = "SELECT \(SessionRow.columns) FROM \(SessionRow.tables) WHERE s.id = ?"
    static let grantsSQL = "SELECT grant_id FROM session_grants WHERE session_id = ? ORDER BY grant_id"

    private let connection: Connection
    private let byHandle: Statement
    private let byID: Statement
    private let grants: Statement

    init(_ connection: Connection) {
        self.connection = connection
        byHandle = connection.prepare(Self.byHandleSQL)
        byID = connection.prepare(Self.byIDSQL)
        grants = connection.prepare(Self.grantsSQL)
    }

    func session(by handle: SessionHandleID) throws(SQLiteError) -> (StoredSession, StoredSessionHandle)? {
        byHandle.add(handle.rawValue)
        let found = try byHandle.first { row throws(SQLiteError) in
            (try SessionRow.stored(from: &row), try SessionRow.handle(from: &row))
        }
        guard let (row, handle) = found else { return nil }
        var session = row
        session.grants = try grants(of: session.session.id)
        return (session, handle)
    }

    func session(_ id: SessionID) throws(SQLiteError) -> StoredSession? {
        byID.add(id.rawValue)
        guard var session = try byID.first({ row throws(SQLiteError) in try SessionRow.stored(from: &row) }) else {
            return nil
        }
        session.grants = try grants(of: id)
        return session
    }

    private func grants(of id: SessionID) throws(SQLiteError) -> [GrantID] {
        var found: [GrantID] = []
        grants.add(id.rawValue)
        try grants.forEach { row throws(SQLiteError) in
            guard let grant = GrantID(rawValue: row.int()) else {
                throw SQLiteError.damaged("the id of a session's grant is not positive")
            }
            found.append(grant)
        }
        return found
    }

    /// - Parameter damaged: told the id of every row that does not read back; the others are listed all the same, and the
    ///   page is filled up, as a short one would say that nothing follows.
    func list(_ filter: SessionFilter, damaged: (Int64) -> Void) throws(SQLiteError) -> [StoredSession] {
        var found: [StoredSession] = []
        var rest = filter
        while true {
            let query = SessionQuery(rest)
            let statement = connection.prepare(query.sql)
            query.addParameters(to: statement)
            var rows = 0
            try statement.forEach { row throws(SQLiteError) in
                rows += 1
                let id = row.firstInt
                rest.after = SessionID(rawValue: id) ?? rest.after
                do throws(SQLiteError) { found.append(try SessionRow.stored(from: &row)) } catch {
                    guard error.isDamage else { throw error }
                    damaged(id)
                }
            }
            guard rows == rest.limit, found.count < filter.limit else { return found }
            rest.limit = filter.limit - found.count
        }
    }
}
