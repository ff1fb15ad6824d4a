import CSQLite
import Glibc
import Migrations

/// Brings a store's schema up to this program's, one step per transaction, and refuses what is not a store of ours.
struct Migrator {
    /// `PRAGMA application_id`: "vlt1".
    static let applicationID: Int64 = 0x766C_7431

    let path: String
    let connection: Connection

    /// The steps that the store still lacks; looks without changing anything.
    func pending(of steps: [Migration]) throws(StoreOpenError) -> ArraySlice<Migration> {
        let applied = try readApplied()
        guard applied.count <= steps.count else {
            throw .newerSchema(path: path, found: Int64(applied.count), known: Int64(steps.count))
        }
        for (checksum, step) in zip(applied, steps) where checksum != step.checksum {
            throw .foreignMigration(path: path, version: step.version)
        }
        return steps.dropFirst(applied.count)
    }

    func apply(_ steps: ArraySlice<Migration>) throws(StoreOpenError) {
        for step in steps { try attempt { () throws(SQLiteError) in try apply(step) } }
    }

    /// - Returns: the checksums of the steps that this store has, in their order; none for an empty database.
    private func readApplied() throws(StoreOpenError) -> [Int64] {
        let application = try attempt { () throws(SQLiteError) in try connection.number("application_id") }
        let schema = try attempt { () throws(SQLiteError) in try connection.number("schema_version") }
        if application == 0 && schema == 0 { return [] }
        guard application == Self.applicationID else { throw .notAStore(path: path) }
        return try attempt { () throws(SQLiteError) in
            var checksums: [Int64] = []
            let list = connection.prepare("SELECT version, checksum FROM migrations ORDER BY version")
            try list.forEach { row throws(SQLiteError) in
                guard row.int() == Int64(checksums.count + 1) else { throw .damaged("a schema step is missing") }
                checksums.append(row.int())
            }
            return checksums
        }
    }

    private func apply(_ step: Migration) throws(SQLiteError) {
        try connection.execute("BEGIN IMMEDIATE")
        do throws(SQLiteError) {
            try connection.execute(String(decoding: step.sql, as: UTF8.self))
            try note(step)
            if step.version == 1 { try christen() }
            try connection.execute("PRAGMA user_version = \(step.version)")
            try connection.execute("COMMIT")
        } catch {
            // Where this fails too, closing the connection rolls back.
            try? connection.execute("ROLLBACK")
            throw error
        }
    }

    private func note(_ step: Migration) throws(SQLiteError) {
        let note = connection.prepare("INSERT INTO migrations VALUES (?, ?, ?, ?)")
        note.add(step.version)
        note.add(step.name)
        note.add(step.checksum)
        note.add(Self.now)
        try note.run()
    }

    /// Gives a new store its identity, in the transaction of the first step.
    private func christen() throws(SQLiteError) {
        try connection.execute("PRAGMA application_id = \(Self.applicationID)")
        let insert = connection.prepare("INSERT INTO store_info VALUES (1, ?, ?, 0)")
        insert.add(try Self.randomID())
        insert.add(Self.now)
        try insert.run()
    }

    /// From getrandom(2), by way of getentropy(3).
    private static func randomID() throws(SQLiteError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 16)
        guard getentropy(&bytes, bytes.count) == 0 else {
            throw SQLiteError(code: SQLITE_ERROR, message: "the kernel gave no random bytes")
        }
        return bytes
    }

    private static var now: Int64 {
        var moment = timespec()
        clock_gettime(CLOCK_REALTIME, &moment)
        return Int64(moment.tv_sec) * 1000 + Int64(moment.tv_nsec) / 1_000_000
    }

    private func attempt<Value>(_ body: () throws(SQLiteError) -> Value) throws(StoreOpenError) -> Value {
        do throws(SQLiteError) {
            return try body()
        } catch {
            throw StoreOpenError(error, path: path)
        }
    }
}
