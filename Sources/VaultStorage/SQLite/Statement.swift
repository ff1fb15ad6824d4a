import CSQLite

/// One prepared statement; always reset when a run of it ends, so that no read transaction stays open behind it.
///
/// It is prepared when it is first used: a daemon that starts needs few of its statements, and preparing all took a third of its start.
///
/// Parameters are given in their order with `add`, results are taken in theirs with the readers of `Row`.
final class Statement {
    private let sql: String
    private let database: OpaquePointer
    private var prepared: OpaquePointer?
    private var added: Int32 = 0
    private var firstFailure = SQLITE_OK

    init(_ sql: String, on database: OpaquePointer) {
        self.sql = sql
        self.database = database
    }

    deinit { sqlite3_finalize(prepared) }

    /// nil where it could not be prepared; then the failure is noted.
    private var handle: OpaquePointer? {
        if let prepared { return prepared }
        prepare()
        return prepared
    }

    private func prepare() {
        // Not the property itself: lent to C, it would be guarded at each look at it.
        var made: OpaquePointer?
        note(sqlite3_prepare_v3(database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &made, nil))
        prepared = made
    }

    func add(_ number: Int64) { note(sqlite3_bind_int64(handle, next(), number)) }

    func add(_ number: Int64?) {
        if let number { add(number) } else { note(sqlite3_bind_null(handle, next())) }
    }

    func add(_ text: String) {
        // As it lies: as an argument it would be copied to have a zero behind it.
        text.utf8.span.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else {
                return note(sqlite3_bind_text(handle, next(), "", 0, Self.copied))
            }
            note(
                sqlite3_bind_text(
                    handle, next(), start.assumingMemoryBound(to: CChar.self), Int32(bytes.count), Self.copied))
        }
    }

    func add(_ text: String?) {
        if let text { add(text) } else { note(sqlite3_bind_null(handle, next())) }
    }

    func add(_ bytes: [UInt8]) {
        note(sqlite3_bind_blob(handle, next(), bytes, Int32(bytes.count), Self.copied))
    }

    func add(_ bytes: [UInt8]?) {
        if let bytes { add(bytes) } else { note(sqlite3_bind_null(handle, next())) }
    }

    /// Runs a statement that answers no rows.
    ///
    /// - Returns: how many rows it changed, cascades not counted; of use only for an INSERT, UPDATE or DELETE.
    @discardableResult
    func run() throws(SQLiteError) -> Int {
        defer { reset() }
        while try step() != nil {}
        return Int(sqlite3_changes(database))
    }

    /// The first row's value, nil when there is no row; any further rows are not looked at.
    func first<Value>(_ read: (inout Row) throws(SQLiteError) -> Value) throws(SQLiteError) -> Value? {
        defer { reset() }
        guard let handle = try step() else { return nil }
        var row = Row(handle)
        return try read(&row)
    }

    /// Hands over every row in turn.
    func forEach(_ read: (inout Row) throws(SQLiteError) -> Void) throws(SQLiteError) {
        defer { reset() }
        while let handle = try step() {
            var row = Row(handle)
            try read(&row)
        }
    }

    /// - Returns: nil behind the last row.
    private func step() throws(SQLiteError) -> OpaquePointer? {
        let handle = handle
        guard firstFailure == SQLITE_OK, let handle else { throw SQLiteError(code: firstFailure, on: database) }
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return handle
        case SQLITE_DONE: return nil
        case let code: throw SQLiteError(code: code, on: database)
        }
    }

    private func reset() {
        // Its answer repeats that of the last step, which was looked at already.
        sqlite3_reset(prepared)
        added = 0
        firstFailure = SQLITE_OK
    }

    private func next() -> Int32 {
        added += 1
        return added
    }

    private func note(_ code: Int32) {
        if firstFailure == SQLITE_OK { firstFailure = code }
    }

    /// SQLITE_TRANSIENT, a cast in sqlite3.h that Swift does not import: SQLite copies the bytes before the call returns.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
