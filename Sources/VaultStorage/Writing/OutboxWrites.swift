/// What may be written to the table `audit_outbox`: one row for each commit that told of something.
struct OutboxWrites {
    /// A second row of one number comes only while commits are not counted yet, and then nothing of the first may go.
    static let keepSQL = """
        INSERT INTO audit_outbox (sequence, records) VALUES (?, ?)
        ON CONFLICT (sequence) DO UPDATE SET records = records || x'0a' || excluded.records
        """
    static let trimSQL = "DELETE FROM audit_outbox WHERE sequence <= ?"
    static let auditedSQL = "UPDATE store_sequence SET audited = ?"

    private let keeping: Statement
    private let trimming: Statement
    private let noting: Statement

    init(_ connection: Connection) {
        keeping = connection.prepare(Self.keepSQL)
        trimming = connection.prepare(Self.trimSQL)
        noting = connection.prepare(Self.auditedSQL)
    }

    /// - Parameter records: one a line.
    func keep(_ records: [UInt8], of sequence: Int64) throws(SQLiteError) {
        keeping.add(sequence)
        keeping.add(records)
        try keeping.run()
    }

    func trim(upTo sequence: Int64) throws(SQLiteError) {
        trimming.add(sequence)
        try trimming.run()
        noting.add(sequence)
        try noting.run()
    }
}
