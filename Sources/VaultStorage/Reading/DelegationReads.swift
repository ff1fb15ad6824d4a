import VaultCore

/// Finds delegations by id and by what they have in common.
struct DelegationReads {
    static let byIDSQL = """
        SELECT \(DelegationRow.columns), d.tag, k.master_key, k.wrapped
        FROM \(DelegationRow.tables) LEFT JOIN record_keys AS k ON k.id = d.id WHERE d.id = ?
        """

    private let connection: Connection
    private let byID: Statement

    init(_ connection: Connection) {
        self.connection = connection
        byID = connection.prepare(Self.byIDSQL)
    }

    func delegation(_ id: DelegationID) throws(SQLiteError) -> StoredDelegation? {
        byID.add(id.rawValue)
        return try byID.first { row throws(SQLiteError) in
            let delegation = try DelegationRow.delegation(from: &row)
            let tag = row.blob()
            guard let version = row.optionalInt() else { throw SQLiteError.damaged("a delegation has no record key") }
            let key = WrappedRecordKey(masterKey: MasterKeyVersion(number: version), bytes: row.blob())
            return StoredDelegation(delegation: delegation, tag: tag, recordKey: key)
        }
    }

    /// - Parameter damaged: told the id of every row that does not read back; the others are listed all the same, and the
    ///   page is filled up, as a short one would say that nothing follows.
    func list(_ filter: DelegationFilter, damaged: (Int64) -> Void) throws(SQLiteError) -> [Delegation] {
        var found: [Delegation] = []
        var rest = filter
        while true {
            let query = DelegationQuery(rest)
            let statement = connection.prepare(query.sql)
            query.addParameters(to: statement)
            var rows = 0
            var last = rest.after
            try statement.forEach { row throws(SQLiteError) in
                rows += 1
                let id = row.firstInt
                last = DelegationID(rawValue: id) ?? last
                do throws(SQLiteError) { found.append(try DelegationRow.delegation(from: &row)) } catch {
                    guard error.isDamage else { throw error }
                    damaged(id)
                }
            }
            guard rows == rest.limit, found.count < filter.limit else { return found }
            rest.after = last
            rest.limit = filter.limit - found.count
        }
    }
}
