import VaultCore

/// Reads the queue of revocations at providers.
struct RevocationReads {
    static let dueSQL = """
        SELECT r.id, r.subject, r.provider, r.account, r.generation, r.attempts, r.queued_at, r.due_at, r.token,
            k.master_key, k.wrapped
        FROM revocations AS r LEFT JOIN record_keys AS k ON k.id = r.id
        WHERE r.due_at <= ? ORDER BY r.due_at, r.id LIMIT ?
        """
    static let countSQL = "SELECT count(*) FROM revocations"

    private let due: Statement
    private let count: Statement

    init(_ connection: Connection) throws(SQLiteError) {
        due = try connection.prepare(Self.dueSQL)
        count = try connection.prepare(Self.countSQL)
    }

    func due(at now: Timestamp, limit: Int) throws(SQLiteError) -> [RevocationJob] {
        var jobs: [RevocationJob] = []
        due.add(now.milliseconds)
        due.add(Int64(limit))
        try due.forEach { row throws(SQLiteError) in jobs.append(try Self.job(from: &row)) }
        return jobs
    }

    func pending() throws(SQLiteError) -> Int {
        Int(try count.first { row throws(SQLiteError) in row.int() } ?? 0)
    }

    private static func job(from row: inout Row) throws(SQLiteError) -> RevocationJob {
        let id = row.int()
        let key = try GrantRow.key(from: &row)
        let generation = Generation(number: row.int())
        let (attempts, queued, due) = (Int(row.int()), row.int(), row.int())
        let token = SealedSecret(bytes: row.blob())
        guard let masterKey = row.optionalInt() else { throw .damaged("a revocation has no record key") }
        let recordKey = WrappedRecordKey(masterKey: MasterKeyVersion(number: masterKey), bytes: row.blob())
        return RevocationJob(
            id: id, key: key, generation: generation, token: token, recordKey: recordKey, attempts: attempts,
            queuedAt: Timestamp(milliseconds: queued), dueAt: Timestamp(milliseconds: due))
    }
}
