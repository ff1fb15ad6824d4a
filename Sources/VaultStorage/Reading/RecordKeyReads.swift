import VaultCore

/// Reads record keys: one by its record, or those under a master key in order of ids.
struct RecordKeyReads {
    static let oneSQL = "SELECT master_key, wrapped FROM record_keys WHERE id = ?"
    /// Both from the index: its entries end with the id.
    static let underSQL =
        "SELECT id, wrapped FROM record_keys WHERE master_key = ? AND id > ? ORDER BY id LIMIT ?"
    static let countSQL = "SELECT master_key, count(*) FROM record_keys GROUP BY master_key"
    /// From the key to what needs it (sqlite.org/optoverview.html §8.2): most often nothing does, and all the rest may be large.
    static let needsSQL = """
        SELECT (SELECT count(*) FROM record_keys WHERE master_key = ?),
            (SELECT count(*) FROM record_keys AS k CROSS JOIN grants AS g ON g.id = k.id WHERE k.master_key = ?),
            (SELECT count(*) FROM record_keys AS k CROSS JOIN access_tokens AS t ON t.grant_id = k.id WHERE k.master_key = ?),
            (SELECT count(*) FROM record_keys AS k CROSS JOIN revocations AS r ON r.id = k.id WHERE k.master_key = ?)
        """

    private let one: Statement
    private let under: Statement
    private let count: Statement
    private let need: Statement

    init(_ connection: Connection) {
        one = connection.prepare(Self.oneSQL)
        under = connection.prepare(Self.underSQL)
        count = connection.prepare(Self.countSQL)
        need = connection.prepare(Self.needsSQL)
    }

    func key(of record: Int64) throws(SQLiteError) -> WrappedRecordKey? {
        one.add(record)
        return try one.first { row throws(SQLiteError) in
            let version = MasterKeyVersion(number: row.int())
            return WrappedRecordKey(masterKey: version, bytes: row.blob())
        }
    }

    func keys(
        under version: MasterKeyVersion, after: Int64, limit: Int
    ) throws(SQLiteError) -> [StoredRecordKey] {
        var found: [StoredRecordKey] = []
        found.reserveCapacity(limit)
        under.add(version.number)
        under.add(after)
        under.add(Int64(limit))
        try under.forEach { row throws(SQLiteError) in
            let record = row.int()
            found.append(
                StoredRecordKey(record: record, key: WrappedRecordKey(masterKey: version, bytes: row.blob())))
        }
        return found
    }

    func needs(of version: MasterKeyVersion) throws(SQLiteError) -> KeyNeeds {
        for _ in 0..<4 { need.add(version.number) }
        let needs = try need.first { row throws(SQLiteError) in
            KeyNeeds(
                records: Int(row.int()), grants: Int(row.int()), cachedTokens: Int(row.int()),
                revocations: Int(row.int()))
        }
        return needs ?? KeyNeeds()
    }

    func counts() throws(SQLiteError) -> [MasterKeyVersion: Int] {
        var counts: [MasterKeyVersion: Int] = [:]
        try count.forEach { row throws(SQLiteError) in
            let version = MasterKeyVersion(number: row.int())
            counts[version] = Int(row.int())
        }
        return counts
    }
}
