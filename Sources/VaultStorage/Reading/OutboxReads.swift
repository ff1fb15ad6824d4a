import VaultCore

/// Reads what is kept for the audit log, and how far that surely is.
struct OutboxReads {
    static let keptSQL = "SELECT sequence, records FROM audit_outbox WHERE sequence > ? ORDER BY sequence LIMIT ?"
    static let newestSQL = "SELECT max(sequence) FROM audit_outbox"
    static let auditedSQL = "SELECT audited FROM store_sequence"

    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    func kept(after sequence: Int64, limit: Int) throws(SQLiteError) -> [KeptRecords] {
        let select = connection.prepare(Self.keptSQL)
        select.add(sequence)
        select.add(Int64(limit))
        var found: [KeptRecords] = []
        try select.forEach { row throws(SQLiteError) in
            let (sequence, lines) = (row.int(), row.blob())
            let records = lines.split(separator: UInt8(ascii: "\n")).map(Array.init)
            found.append(KeptRecords(sequence: sequence, records: records))
        }
        return found
    }

    /// -1 where nothing is kept.
    func newest() throws(SQLiteError) -> Int64 {
        try connection.prepare(Self.newestSQL).first { row throws(SQLiteError) in row.optionalInt() }.flatMap { $0 }
            ?? -1
    }

    func audited() throws(SQLiteError) -> Int64 {
        try connection.prepare(Self.auditedSQL).first { row throws(SQLiteError) in row.int() } ?? 0
    }
}
