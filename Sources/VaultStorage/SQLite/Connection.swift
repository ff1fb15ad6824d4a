import CSQLite

/// One connection with every guard of https://sqlite.org/security.html that this store can take.
///
/// Opened without SQLite's own mutex: whoever holds it sees to it that one thread uses it at a time, and that is why it
/// may be handed from thread to thread (`@unchecked Sendable`).
final class Connection: @unchecked Sendable {
    /// What a connection is for.
    enum Role {
        case writing
        case reading
        /// Fills a file that nobody else knows yet.
        case copying
    }

    let handle: OpaquePointer

    init(path: String, vfs: String?, role: Role) throws(SQLiteError) {
        var opened: OpaquePointer?
        // Never SQLITE_OPEN_CREATE: the file is made beforehand with its mode (StoreFile).
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = sqlite3_open_v2(path, &opened, flags, vfs)
        guard code == SQLITE_OK, let opened else {
            let error = SQLiteError(code: code, on: opened)
            sqlite3_close_v2(opened)
            throw error
        }
        handle = opened
        try harden(role)
    }

    deinit { sqlite3_close_v2(handle) }

    func prepare(_ sql: String) -> Statement { Statement(sql, on: handle) }

    func execute(_ sql: String) throws(SQLiteError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw SQLiteError(code: code, on: handle) }
    }

    /// The value of a PRAGMA that answers one number.
    func number(_ pragma: String) throws(SQLiteError) -> Int64 {
        try prepare("PRAGMA \(pragma)").first { row throws(SQLiteError) in row.int() } ?? 0
    }

    /// The value of a PRAGMA that answers one text.
    func text(_ pragma: String) throws(SQLiteError) -> String {
        try prepare("PRAGMA \(pragma)").first { row throws(SQLiteError) in row.text() } ?? ""
    }

    /// Turns the write-ahead log on, for good, and full syncs, for this connection.
    func logAhead() throws(SQLiteError) {
        guard try text("journal_mode = WAL") == "wal" else {
            throw SQLiteError(code: SQLITE_ERROR, message: "this file system cannot keep a write-ahead log")
        }
        try execute("PRAGMA synchronous = FULL")
    }

    /// How long a call may wait for another connection's lock.
    func waitForLocks(milliseconds: Int32) { sqlite3_busy_timeout(handle, milliseconds) }

    /// Lets go of the file without moving anything out of the WAL: only the writer's thread may do that, and nobody may
    /// after a failed sync.
    func closeWithoutCheckpoint() throws(SQLiteError) { try configure(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true) }

    private func configure(_ option: Int32, _ isOn: Bool) throws(SQLiteError) {
        let answer = vault_sqlite_db_config(handle, option, isOn ? 1 : 0)
        guard answer == (isOn ? 1 : 0) else { throw SQLiteError(code: max(SQLITE_ERROR, -answer), on: handle) }
    }

    private func harden(_ role: Role) throws(SQLiteError) {
        waitForLocks(milliseconds: 5_000)
        try configure(SQLITE_DBCONFIG_DEFENSIVE, true)
        try configure(SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)
        setLimits()
        // mmap would turn an I/O error into SIGBUS and let a stray pointer write into the file (sqlite.org/mmap.html).
        try execute("PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY")
        switch role {
        case .writing:
            // Pages of random grants come back soon; filled only as far as the store is large. In KiB.
            try execute("PRAGMA cache_size = -8192")
            try execute("PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 0")
        case .copying:
            // The copy is thrown away if anything fails, and synced as a whole at the end.
            try execute("PRAGMA synchronous = OFF; PRAGMA cache_size = -2048")
        case .reading:
            try closeWithoutCheckpoint()
            try execute("PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0")
        }
    }

    private func setLimits() {
        for (limit, value) in [
            (SQLITE_LIMIT_LENGTH, 4_000_000), (SQLITE_LIMIT_SQL_LENGTH, 200_000), (SQLITE_LIMIT_COLUMN, 64),
            (SQLITE_LIMIT_EXPR_DEPTH, 50), (SQLITE_LIMIT_COMPOUND_SELECT, 3), (SQLITE_LIMIT_VDBE_OP, 25_000),
            (SQLITE_LIMIT_FUNCTION_ARG, 8), (SQLITE_LIMIT_ATTACHED, 0), (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50),
            (SQLITE_LIMIT_TRIGGER_DEPTH, 10),
        ] as [(Int32, Int32)] {
            sqlite3_limit(handle, limit, value)
        }
    }
}
