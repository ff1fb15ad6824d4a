import CSQLite
import CSodium

/// One connection of bare SQLite.
final class SQLiteDatabase {
    private var handle: OpaquePointer?

    init(_ path: String) throws {
        guard sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK else {
            throw LoadFailure("the yardstick's store cannot be opened")
        }
    }

    deinit { sqlite3_close_v2(handle) }

    /// Rows that the last statement changed.
    var changes: Int { Int(sqlite3_changes(handle)) }

    func execute(_ sql: String) throws {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure }
    }

    func prepare(_ sql: String) throws -> SQLiteStatement {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil) == SQLITE_OK,
            let statement
        else { throw failure }
        return SQLiteStatement(statement)
    }

    private var failure: LoadFailure {
        LoadFailure("the yardstick's store: \(String(cString: sqlite3_errmsg(handle)))")
    }
}

/// One prepared statement; values are bound in order and forgotten after each run.
final class SQLiteStatement {
    private let handle: OpaquePointer
    private var position: Int32 = 0
    private let noise = UnsafeMutableRawPointer.allocate(byteCount: 1024, alignment: 8)

    init(_ handle: OpaquePointer) {
        self.handle = handle
        noise.initializeMemory(as: UInt8.self, repeating: 0, count: 1024)
    }

    deinit {
        sqlite3_finalize(handle)
        noise.deallocate()
    }

    func bind(_ values: Int64...) {
        for value in values {
            position += 1
            sqlite3_bind_int64(handle, position, value)
        }
    }

    func bind(text: String) {
        position += 1
        // SQLITE_TRANSIENT: SQLite copies it.
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        sqlite3_bind_text(handle, position, text, Int32(text.utf8.count), transient)
    }

    func bind(blob: UnsafeRawBufferPointer) {
        position += 1
        // Not copied: the caller runs the statement before its memory goes away.
        sqlite3_bind_blob(handle, position, blob.baseAddress, Int32(blob.count), nil)
    }

    /// Bytes that look like a ciphertext; drawn once in a while only, for drawing is no part of the yardstick.
    func bindRandom(bytes: Int32) {
        position += 1
        if noise.load(as: UInt64.self) % 64 == 0 { randombytes_buf(noise, Int(bytes)) }
        noise.storeBytes(of: noise.load(as: UInt64.self) &+ 1, as: UInt64.self)
        sqlite3_bind_blob(handle, position, noise, bytes, nil)
    }

    /// Runs a query; the blob of a row is only good within the call.
    func forEach(_ body: (_ id: Int64, _ blob: UnsafeRawBufferPointer) throws -> Void) throws {
        position = 0
        defer { sqlite3_reset(handle) }
        var code = sqlite3_step(handle)
        while code == SQLITE_ROW {
            let bytes = UnsafeRawBufferPointer(
                start: sqlite3_column_blob(handle, 1), count: Int(sqlite3_column_bytes(handle, 1)))
            try body(sqlite3_column_int64(handle, 0), bytes)
            code = sqlite3_step(handle)
        }
        guard code == SQLITE_DONE else { throw LoadFailure("the yardstick's query failed with \(code)") }
    }

    func run() throws {
        position = 0
        let code = sqlite3_step(handle)
        sqlite3_reset(handle)
        guard code == SQLITE_DONE else { throw LoadFailure("the yardstick's statement failed with \(code)") }
    }
}
