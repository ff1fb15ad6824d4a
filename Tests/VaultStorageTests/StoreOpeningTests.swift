import Foundation
import Migrations
import Testing
import VaultCore

@testable import VaultStorage

/// What is opened as a store, and what is refused untouched.
@Suite struct StoreOpeningTests {
    private let directory = TemporaryDirectory()
    private var path: String { directory.file("vault.db") }

    private func opening() -> StoreOpenError? {
        do {
            try SQLiteStore.open(in: directory).close()
            return nil
        } catch {
            return error as? StoreOpenError
        }
    }

    private func sqlite(_ path: String, _ sql: String) throws {
        if !FileManager.default.fileExists(atPath: path) {
            close(open(path, O_CREAT | O_RDWR, 0o600))
        }
        try Connection(path: path, vfs: nil, role: .writing).execute(sql)
    }

    @Test func `a new store is this user's alone, whatever the umask`() async throws {
        let store = try SQLiteStore.open(in: directory)
        try await store.putNew(try Sample.key())
        for name in ["vault.db", "vault.db-wal", "vault.db-shm", "vault.db-lock"] {
            var entry = stat()
            #expect(stat(directory.file(name), &entry) == 0)
            #expect(entry.st_mode & 0o777 == 0o600, "\(name)")
        }
        store.close()
    }

    @Test func `what was stored is there after closing and opening again`() async throws {
        let first = try SQLiteStore.open(in: directory)
        let key = try Sample.key()
        let id = try await first.putNew(key)
        let identity = try first.storeID()
        first.close()
        let second = try SQLiteStore.open(in: directory)
        #expect(try second.grant(id) == Sample.grant(id, key))
        #expect(try second.storeID() == identity)
        second.close()
    }

    @Test func `two stores have two identities`() throws {
        let other = TemporaryDirectory()
        let stores = [try SQLiteStore.open(in: directory), try SQLiteStore.open(in: other)]
        #expect(try stores[0].storeID() != stores[1].storeID())
    }

    @Test func `a missing store is not made where that was not asked for`() throws {
        var options = StoreOptions()
        options.createsIfMissing = false
        #expect(throws: StoreOpenError.missing(path: path)) {
            try SQLiteStore.open(in: directory, options: options)
        }
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(StoreOpenError.missing(path: path).description.contains("vaultd init"))
    }

    @Test func `a store is open once at a time`() throws {
        let first = try SQLiteStore.open(in: directory)
        #expect(opening() == .inUse(path: path))
        first.close()
        #expect(opening() == nil)
    }

    @Test(arguments: [0o640, 0o604, 0o660] as [mode_t])
    func `a store that others can read or write is refused`(mode: mode_t) throws {
        try SQLiteStore.open(in: directory).close()
        chmod(path, mode)
        guard case .unsafePath(path, let problem) = opening() else {
            Issue.record("it was opened")
            return
        }
        #expect(problem.contains("chmod 600"))
    }

    @Test func `a directory that others can write to is refused`() throws {
        chmod(directory.path, 0o777)
        guard case .unsafePath(directory.path, let problem) = opening() else {
            Issue.record("it was opened")
            return
        }
        #expect(problem.contains("chmod go-w"))
    }

    @Test func `a link or a directory in the store's place is refused`() throws {
        symlink("/tmp", path)
        #expect(opening() == .unsafePath(path: path, problem: "is not a regular file"))
        unlink(path)
        mkdir(path, 0o700)
        #expect(opening() == .unsafePath(path: path, problem: "is not a regular file"))
    }

    @Test func `a missing directory is said to be missing`() throws {
        #expect(throws: StoreOpenError.self) {
            try SQLiteStore.open(path: directory.file("none/vault.db")) { _ in }
        }
    }

    @Test func `an empty file, left by a start that was killed, becomes a store`() throws {
        close(open(path, O_CREAT | O_RDWR, 0o600))
        #expect(opening() == nil)
    }

    @Test func `a database of another program is refused and stays as it is`() throws {
        for sql in ["CREATE TABLE t(x)", "PRAGMA application_id = 7; CREATE TABLE t(x)"] {
            unlink(path)
            try sqlite(path, sql)
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(opening() == .notAStore(path: path))
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        }
    }

    @Test func `a file that is no database is refused and stays as it is`() throws {
        let text = Data(String(repeating: "not a database ", count: 100).utf8)
        #expect(FileManager.default.createFile(atPath: path, contents: text, attributes: [.posixPermissions: 0o600]))
        #expect(opening() == .notAStore(path: path))
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == text)
    }

    @Test func `a store with a newer schema is refused`() throws {
        try SQLiteStore.open(in: directory).close()
        let known = Migrations.newestVersion
        try sqlite(path, "INSERT INTO migrations VALUES (\(known + 1), 'later', 1, 1)")
        #expect(opening() == .newerSchema(path: path, found: known + 1, known: known))
    }

    @Test func `a store whose step was another one is refused`() throws {
        try SQLiteStore.open(in: directory).close()
        try sqlite(path, "UPDATE migrations SET checksum = checksum + 1")
        #expect(opening() == .foreignMigration(path: path, version: 1))
    }

    @Test func `an old or thread-unsafe SQLite is refused`() throws {
        #expect(throws: StoreOpenError.self) { try SQLiteLibrary.check(version: 3_036_999, isThreadSafe: true) }
        #expect(throws: StoreOpenError.self) { try SQLiteLibrary.check(version: 3_045_000, isThreadSafe: false) }
        try SQLiteLibrary.check(version: 3_037_000, isThreadSafe: true)
    }
}
