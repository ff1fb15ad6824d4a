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

    init(_ connection: Connection) {
        due = connection.prepare(Self.dueSQL)
        count = connection.prepare(Self.countSQL)
    }

    /// - Parameter damaged: told the id of every row that does not read back; it keeps no other job from its turn.
    func due(at now: Timestamp, limit: Int, damaged: (Int64) -> Void) throws(SQLiteError) -> [RevocationJob] {
        var asked = limit
        while true {
            var jobs: [RevocationJob] = []
            var bad: [Int64] = []
            due.add(now.milliseconds)
            due.add(Int64(asked))
            try due.forEach { row throws(SQLiteError) in
                do throws(SQLiteError) {
                    jobs.append(try Self.job(from: &row))
                } catch {
                    guard error.isDamage else { throw error }
                    bad.append(row.firstInt)
                }
            }
            if bad.isEmpty || jobs.count + bad.count < asked || asked >= limit + bad.count {
                for id in bad { damaged(id) }
                return jobs
            }
            asked = limit + bad.count
        }
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
