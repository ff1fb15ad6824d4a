import Glibc
import Testing
import VaultCore

@testable import VaultStorage
import VaultTestSupport

/// What a rotation needs of SQLite beside the port's promises.
@Suite struct KeyRotationTests {
    private let directory = TemporaryDirectory()

    private func key(_ number: Int64, _ state: MasterKeyState) -> StoredMasterKey {
        StoredMasterKey(
            version: MasterKeyVersion(number: number), state: state,
            wrapped: [UInt8](repeating: UInt8(number), count: 40), createdAt: Sample.start)
    }

    @Test func `a key destroyed by an earlier run is refused too`() async throws {
        let store = try SQLiteStore.open(in: directory)
        try store.add(key(1, .retiring))
        try store.add(key(2, .active))
        try await store.destroy(MasterKeyVersion(number: 1), at: Sample.start)
        store.close()
        let again = try SQLiteStore.open(in: directory)
        await #expect(throws: StoreFailure.conflict) { try await again.putNew(try Sample.key()) }
        again.close()
    }

    @Test func `a destruction holds when its batch is done again`() throws {
        let batch = try Batch()
        let key = StoredMasterKey(
            version: MasterKeyVersion(number: 1), state: .retiring, wrapped: [1], createdAt: Sample.start)
        // One put breaks a rule of the schema, so that the whole batch is done again.
        let first = try batch.lineage(1, "user:default/a")
        var broken = try batch.lineage(2, "user:default/b")
        broken.refreshToken = SealedSecret(bytes: [])
        let outcomes = try batch.run([
            .addMasterKey(key), .destroyMasterKey(key.version, at: Sample.start),
            .put(broken, token: nil, expecting: nil), .put(first, token: nil, expecting: nil),
        ])
        #expect(outcomes[0] == .done && outcomes[1] == .done)
        #expect(outcomes[3] == .failed(.conflict))
        let again = try batch.run([.put(first, token: nil, expecting: nil)])
        #expect(again == [.failed(.conflict)])
    }

    @Test func `wraps are counted once when their batch is done again, and not those of the job that was refused`()
        throws
    {
        let batch = try Batch()
        var broken = try batch.lineage(2, "user:default/b")
        broken.refreshToken = SealedSecret(bytes: [])
        let outcomes = try batch.run([
            .addMasterKey(key(1, .active)), .put(try batch.lineage(1, "user:default/a"), token: nil, expecting: nil),
            .put(broken, token: nil, expecting: nil),
            .put(try batch.lineage(3, "user:default/c"), token: nil, expecting: nil),
        ])
        #expect(outcomes[1] == .done && outcomes[2] != .done && outcomes[3] == .done)
        let store = try batch.reopened()
        #expect(try store.masterKeys().map(\.wraps) == [2])
        store.close()
    }

    @Test func `the log is cut to nothing when it was asked for`() async throws {
        var options = StoreOptions()
        options.lullMilliseconds = 3_600_000
        let store = try SQLiteStore.open(in: directory, options: options)
        _ = try await store.putNew(try Sample.key())
        #expect(size(of: "vault.db-wal") > 0)
        #expect(try await store.emptyWAL())
        #expect(size(of: "vault.db-wal") == 0)
        store.close()
    }

    @Test func `a log that a reader stands in is not cut, and that is told`() async throws {
        let store = try SQLiteStore.open(in: directory)
        _ = try await store.putNew(try Sample.key())
        let other = try Connection(path: directory.file("vault.db"), vfs: nil, role: .reading)
        try other.execute("BEGIN; SELECT count(*) FROM grants")
        _ = try await store.putNew(try Sample.key("user:default/b"))
        #expect(try await !store.emptyWAL())
        try other.execute("COMMIT")
        #expect(try await store.emptyWAL())
        store.close()
    }

    @Test func `bytes are found in the log, in the database, and across the pieces that are read`() async throws {
        let store = try SQLiteStore.open(in: directory)
        let mark = (0..<32).map { UInt8($0) &+ 100 }
        #expect(try !store.filesHold(mark))
        var lineage = try Sample.lineage(try Sample.id(store), try Sample.key())
        lineage.refreshToken = SealedSecret(bytes: [UInt8](repeating: 7, count: 3_000_000) + mark)
        try await store.put(lineage, token: nil, expecting: nil)
        #expect(try store.filesHold(mark))
        #expect(try await store.emptyWAL())
        #expect(try store.filesHold(mark))
        _ = try await store.revoke(lineage.grant.id, queueing: nil)
        #expect(try await store.emptyWAL())
        #expect(try !store.filesHold(mark))
        store.close()
    }

    private func size(of file: String) -> Int {
        var facts = stat()
        return stat(directory.file(file), &facts) == 0 ? Int(facts.st_size) : -1
    }
}
