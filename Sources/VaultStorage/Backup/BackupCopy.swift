import CSQLite
import Glibc
import VaultCore

/// Copies a store as of one moment, some pages at a time (sqlite.org/backup.html), and looks at what came of it.
struct BackupCopy {
    /// 1 MiB, after which others get the disk.
    private static let pagesAtOnce: Int32 = 256

    let source: String
    let vfs: String?

    /// - Parameter progress: told after each of the steps.
    func copy(to path: String, progress: (BackupProgress) -> Void = { _ in }) throws(SQLiteError) {
        let from = try Connection(path: source, vfs: vfs, role: .reading)
        let into = try Connection(path: path, vfs: vfs, role: .copying)
        // A snapshot that is held all the while: without it every write of another connection makes the copy begin anew.
        try from.execute("BEGIN")
        _ = try from.number("schema_version")
        let pageBytes = Int(try from.number("page_size"))
        guard let backup = sqlite3_backup_init(into.handle, "main", from.handle, "main") else {
            throw SQLiteError(code: sqlite3_errcode(into.handle), on: into.handle)
        }
        var code = SQLITE_OK
        while code == SQLITE_OK {
            code = sqlite3_backup_step(backup, Self.pagesAtOnce)
            let (left, total) = (sqlite3_backup_remaining(backup), sqlite3_backup_pagecount(backup))
            progress(BackupProgress(done: Int(total - left) * pageBytes, total: Int(total) * pageBytes))
            sched_yield()
        }
        sqlite3_backup_finish(backup)
        guard code == SQLITE_DONE else { throw SQLiteError(code: code, on: into.handle) }
    }

    /// Writes `backup_info` and makes the copy one file without a log beside it.
    func describe(_ path: String, at now: Timestamp) throws(SQLiteError) {
        let copy = try Connection(path: path, vfs: vfs, role: .copying)
        guard try copy.text("journal_mode = DELETE") == "delete" else {
            throw SQLiteError(code: SQLITE_ERROR, message: "the copy cannot do without a log")
        }
        try copy.execute("PRAGMA synchronous = FULL")
        try copy.execute(BackupInfo.tableSQL)
        let insert = copy.prepare(BackupInfo.insertSQL)
        insert.add(now.milliseconds)
        insert.add(
            try StoreReads(copy).masterKeys().filter { $0.state != .destroyed }.map { "\($0.version.number)" }
                .joined(separator: " "))
        insert.add(nil as Int64?)
        try insert.run()
    }

    /// Reads the copy as a restore will.
    func verified(_ path: String, as name: String) throws(SQLiteError) -> BackupReport {
        let copy = try Connection(path: path, vfs: vfs, role: .reading)
        let store = StoreReads(copy)
        let problems = try store.problems()
        guard problems.isEmpty else { throw .damaged("the copy is not sound: \(problems[0])") }
        guard let info = try BackupInfo(copy) else { throw .damaged("the copy has no backup_info") }
        return BackupReport(
            path: name, createdAt: info.createdAt, storeID: BackupInfo.text(of: try store.storeID()),
            masterKeys: info.masterKeys, grants: try store.grantCount(),
            pendingRevocations: try RevocationReads(copy).pending(), bytes: try store.databaseBytes())
    }
}
