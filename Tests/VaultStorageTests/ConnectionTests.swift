import Testing
import VaultCore

@testable import VaultStorage
import VaultTestSupport

/// What a connection is guarded with, and what a damaged row reads as.
@Suite struct ConnectionTests {
    private let directory = TemporaryDirectory()
    private var path: String { directory.file("vault.db") }

    @Test func `the writer's connection syncs fully, wipes, and checks what it reads`() throws {
        try SQLiteStore.open(in: directory).close()
        let connection = try Connection(path: path, vfs: nil, role: .writing)
        try connection.logAhead()
        for (pragma, value) in [
            ("synchronous", 2), ("secure_delete", 1), ("foreign_keys", 1), ("mmap_size", 0), ("cell_size_check", 1),
            ("trusted_schema", 0), ("wal_autocheckpoint", 0), ("temp_store", 2), ("query_only", 0),
        ] as [(String, Int64)] {
            #expect(try connection.number(pragma) == value, "\(pragma)")
        }
        #expect(try connection.text("journal_mode") == "wal")
        // DEFENSIVE: the schema cannot be edited as a table.
        #expect(throws: SQLiteError.self) {
            try connection.execute("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema")
        }
        #expect(throws: SQLiteError.self) { try connection.execute("ATTACH ':memory:' AS other") }
    }

    @Test func `a statement that cannot be prepared says why when it is used, each time`() throws {
        try SQLiteStore.open(in: directory).close()
        let connection = try Connection(path: path, vfs: nil, role: .reading)
        let statement = connection.prepare("SELECT one FROM nowhere WHERE it = ?")
        for _ in 0..<2 {
            statement.add(1)
            let error = #expect(throws: SQLiteError.self) { try statement.run() }
            #expect(error?.code == 1)
            #expect(error?.message == "no such table: nowhere")
        }
    }

    @Test func `a reader's connection cannot write`() throws {
        try SQLiteStore.open(in: directory).close()
        let connection = try Connection(path: path, vfs: nil, role: .reading)
        #expect(throws: SQLiteError.self) { try connection.execute("DELETE FROM grants") }
        #expect(try connection.number("mmap_size") == 0)
    }

    @Test func `more readers than are kept read at the same time`() async throws {
        var options = StoreOptions()
        options.keptReaders = 1
        let store = try SQLiteStore.open(in: directory, options: options)
        let id = try await store.putNew(try Sample.key())
        try await withThrowingTaskGroup { group in
            for _ in 0..<16 {
                group.addTask {
                    for _ in 0..<50 {
                        let grant = try store.grant(id)
                        #expect(grant?.id == id)
                    }
                }
            }
            try await group.waitForAll()
        }
        store.close()
    }

    @Test(arguments: [
        "UPDATE grants SET provider = 'NOT A NAME'", "UPDATE grants SET reauth_reason = 'bad luck'",
        "UPDATE grants SET scopes = char(7)", "DELETE FROM record_keys", "UPDATE grants SET subject = ''",
    ])
    func `a row that breaks the vocabulary's rules reads as damage`(sql: String) async throws {
        let store = try SQLiteStore.open(in: directory)
        let id = try await store.putNew(try Sample.key())
        try Connection(path: path, vfs: nil, role: .writing).execute(sql)
        let reason = await storeFailure { _ = try store.lineage(id) }?.damagedReason
        #expect(reason != nil)
        #expect(reason?.contains("NOT A NAME") == false && reason?.contains("bad luck") == false)
        store.close()
    }

    @Test func `a check names what is wrong with the file`() async throws {
        let store = try SQLiteStore.open(in: directory)
        try await store.putNew(try Sample.key())
        #expect(try store.problems() == [])
        let connection = try Connection(path: path, vfs: nil, role: .writing)
        try connection.execute("PRAGMA ignore_check_constraints = ON; UPDATE grants SET generation = -1")
        #expect(try store.problems() != [])
        store.close()
    }

    @Test func `statistics count what is there`() async throws {
        let store = try SQLiteStore.open(in: directory)
        let ids = [try await store.putNew(try Sample.key("a")), try await store.putNew(try Sample.key("b"))]
        _ = try await store.revoke(ids[0], queueing: try Sample.revocation(store.reserveID()))
        let statistics = try store.statistics()
        #expect(statistics.grants == 1)
        #expect(statistics.pendingRevocations == 1)
        #expect(statistics.databaseBytes > 0)
        store.close()
    }
}
