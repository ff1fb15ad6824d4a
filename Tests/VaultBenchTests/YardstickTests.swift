import Glibc
import Migrations
import Testing
import VaultCore
import VaultService

@testable import VaultCrypto
@testable import vault_bench

@Suite struct `A yardstick` {
    private let folder: WorkFolder

    init() throws { folder = try WorkFolder(in: "/tmp") }

    /// Work of another size would be another yardstick.
    @Test func `of sealing works on as many bytes of associated data as the sealer`() throws {
        let subject = try SealSubject(bytes: 10)
        let secret = AssociatedData.withSecret(subject.context, .secret(storeID: SealSubject.storeID)) { $0.count }
        let key = AssociatedData.withRecordKey(
            record: 42, masterKey: MasterKeyVersion(number: 1), .recordKey(storeID: SealSubject.storeID)
        ) { $0.count }
        #expect(secret == SealSubject.associatedBytes)
        #expect(key == SodiumYardstick.recordKeyAssociatedBytes)
    }

    @Test func `of sealing opens what it seals`() {
        // It ends the process where it does not.
        let yardstick = SodiumYardstick(bytes: 100, associatedBytes: 50)
        yardstick.seal()
        yardstick.open()
        yardstick.open()
    }

    @Test func `of storing puts rows of the daemon's own schema`() throws {
        let store = try emptyStore()
        let yardstick = try SQLiteYardstick(store: store, grants: 50)
        for batch in [1, 8] {
            let run = try yardstick.run(batch: batch, for: .milliseconds(30))
            #expect(run.rate > 0)
            #expect((run.latencies?.total ?? 0) % batch == 0)
        }
    }

    @Test func `of a rotation moves every record key of the daemon's own schema, again and again`() throws {
        let store = try emptyStore()
        let yardstick = try RewrapYardstick(store: store, grants: 1_300)
        for _ in 0..<2 { #expect(try yardstick.run().rate > 0) }
        // Version 3 by now, in the store too.
        var moved: [Int64] = []
        try SQLiteDatabase(store).prepare("SELECT master_key, NULL FROM record_keys").forEach { key, _ in
            moved.append(key)
        }
        #expect(moved.count == 1_300 && moved.allSatisfy { $0 == 3 })
    }

    @Test func `of cold tokens finds and opens those that are stored, and notices one that is not`() throws {
        let store = try emptyStore()
        let database = try SQLiteDatabase(store)
        let sealer = try SealSubject.makeSealer()
        let tokens = try BulkTokens(database, sealer)
        // Work of another size would be another yardstick.
        let associated = AssociatedData.withSecret(
            try tokens.context(1_000_000, 1_000_000), .secret(storeID: SealSubject.storeID)
        ) { $0.count }
        #expect(associated == ColdYardstick.associatedBytes)
        try BulkGrants.fill(database, 0..<20) { id, number, body in
            let key = try sealer.makeRecordKey(record: id)
            try key.bytes.withUnsafeBytes(body)
            if number < 19 { try tokens.add(id, number, key) }
        }
        let yardstick = try ColdYardstick(store: store)
        #expect(try yardstick.run(Array(0..<19), for: .milliseconds(20)).rate > 0)
        #expect(throws: LoadFailure.self) { try yardstick.run([19], for: .milliseconds(20)) }
        #expect(throws: LoadFailure.self) { try yardstick.run([20], for: .milliseconds(20)) }
    }

    @Test func `of a rotation works in batches of the daemon's size`() {
        #expect(RewrapYardstick.batch == RewrapWorker.usualBatch)
    }

    private func emptyStore() throws -> String {
        let store = folder.file("vault.db")
        close(open(store, O_CREAT | O_RDWR, 0o600))
        let database = try SQLiteDatabase(store)
        for step in Migrations.all { try database.execute(String(decoding: step.sql, as: UTF8.self)) }
        try database.execute("INSERT INTO store_info VALUES (1, zeroblob(16), 0, 0)")
        try database.execute(
            "INSERT INTO master_keys (version, state, wrapped, created_at) VALUES (1, 'active', x'00', 0)")
        return store
    }

    @Test func `folder goes away, and not what a link in it points to`() throws {
        let kept = try WorkFolder(in: "/tmp")
        try kept.write("text", to: "kept")
        var gone: WorkFolder? = try WorkFolder(in: "/tmp")
        let path = try #require(gone?.path)
        _ = try gone?.makeFolder("inner")
        try gone?.write("text", to: "inner/file")
        symlink(kept.path, "\(path)/link")
        gone = nil
        #expect(access(path, F_OK) != 0)
        #expect(access(kept.file("kept"), F_OK) == 0)
    }
}
