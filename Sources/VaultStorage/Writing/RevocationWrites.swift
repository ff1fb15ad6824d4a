import VaultCore

/// What may be written to the table `revocations`.
struct RevocationWrites {
    static let insertSQL = """
        INSERT INTO revocations (id, subject, provider, account, generation, attempts, queued_at, due_at, token)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    static let postponeSQL = "UPDATE revocations SET attempts = ?, due_at = ? WHERE id = ?"
    static let deleteSQL = "DELETE FROM revocations WHERE id = ?"

    private let insertion: Statement
    private let postponement: Statement
    private let deletion: Statement

    init(_ connection: Connection) {
        insertion = connection.prepare(Self.insertSQL)
        postponement = connection.prepare(Self.postponeSQL)
        deletion = connection.prepare(Self.deleteSQL)
    }

    func insert(_ job: RevocationJob) throws(SQLiteError) {
        insertion.add(job.id)
        insertion.add(job.key)
        insertion.add(job.generation.number)
        insertion.add(Int64(job.attempts))
        insertion.add(job.queuedAt.milliseconds)
        insertion.add(job.dueAt.milliseconds)
        insertion.add(job.token.bytes)
        try insertion.run()
    }

    func postpone(_ id: Int64, attempts: Int, until: Timestamp) throws(SQLiteError) {
        postponement.add(Int64(attempts))
        postponement.add(until.milliseconds)
        postponement.add(id)
        try postponement.run()
    }

    /// - Returns: false when there is none.
    func delete(_ id: Int64) throws(SQLiteError) -> Bool {
        deletion.add(id)
        return try deletion.run() == 1
    }
}
