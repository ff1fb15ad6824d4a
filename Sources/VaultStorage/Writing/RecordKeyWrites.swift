import VaultCore

/// What may be written to the table `record_keys`.
struct RecordKeyWrites {
    static let insertSQL = "INSERT INTO record_keys (id, master_key, wrapped) VALUES (?, ?, ?)"
    /// Where the master key stays, its index is not written.
    static let replaceSQL = "UPDATE record_keys SET wrapped = ? WHERE id = ? AND master_key = ?"
    static let rebaseSQL = "INSERT OR REPLACE INTO record_keys (id, master_key, wrapped) VALUES (?, ?, ?)"
    static let rewrapSQL =
        "UPDATE record_keys SET master_key = ?, wrapped = ? WHERE id = ? AND master_key = ? AND wrapped = ?"
    static let deleteSQL = "DELETE FROM record_keys WHERE id = ?"

    private let insertion: Statement
    private let replacement: Statement
    private let rebasing: Statement
    private let rewrapping: Statement
    private let deletion: Statement

    init(_ connection: Connection) {
        insertion = connection.prepare(Self.insertSQL)
        replacement = connection.prepare(Self.replaceSQL)
        rebasing = connection.prepare(Self.rebaseSQL)
        rewrapping = connection.prepare(Self.rewrapSQL)
        deletion = connection.prepare(Self.deleteSQL)
    }

    func insert(_ key: WrappedRecordKey, of record: Int64) throws(SQLiteError) {
        try write(key, of: record, with: insertion)
    }

    func replace(with key: WrappedRecordKey, of record: Int64) throws(SQLiteError) {
        replacement.add(key.bytes)
        replacement.add(record)
        replacement.add(key.masterKey.number)
        if try replacement.run() == 0 { try write(key, of: record, with: rebasing) }
    }

    /// Changes nothing where the old form stands no more: the record was put anew or is gone.
    ///
    /// - Returns: whether it was changed.
    func rewrap(_ key: RewrappedKey) throws(SQLiteError) -> Bool {
        rewrapping.add(key.new.masterKey.number)
        rewrapping.add(key.new.bytes)
        rewrapping.add(key.record)
        rewrapping.add(key.old.masterKey.number)
        rewrapping.add(key.old.bytes)
        return try rewrapping.run() == 1
    }

    func delete(_ record: Int64) throws(SQLiteError) {
        deletion.add(record)
        try deletion.run()
    }

    private func write(
        _ key: WrappedRecordKey, of record: Int64, with statement: Statement
    ) throws(SQLiteError) {
        statement.add(record)
        statement.add(key.masterKey.number)
        statement.add(key.bytes)
        try statement.run()
    }
}
