import CSQLite
import Foundation
import Testing
import VaultCore

@testable import VaultStorage
import VaultTestSupport

/// The WAL stays small and keeps no secret that was erased.
@Suite struct CheckpointTests {
    @Test(.timeLimit(.minutes(5))) func `fifty thousand writes beside readers keep the WAL within its bound`()
        async throws
    {
        let directory = TemporaryDirectory()
        var options = StoreOptions()
        options.checkpointPages = 500
        options.walBoundPages = 2_000
        let store = try SQLiteStore.open(in: directory, options: options)
        let wal = directory.file("vault.db-wal")
        let longest = try await withThrowingTaskGroup(of: Int.self) { group in
            for worker in 0..<250 {
                group.addTask {
                    let key = try Sample.key("worker-\(worker)")
                    let id = try await store.putNew(key)
                    var longest = 0
                    for generation in Int64(2)...200 {
                        let lineage = try Sample.lineage(id, key, generation: generation)
                        try await store.put(lineage, token: nil, expecting: Generation(number: generation - 1))
                        if generation % 20 == 0 {
                            longest = max(longest, fileSize(wal))
                            #expect(try store.grant(id)?.generation.number == generation)
                        }
                    }
                    return longest
                }
            }
            return try await group.reduce(into: 0) { $0 = max($0, $1) }
        }
        #expect(longest > 0)
        // The bound, and what one batch may add before it is seen.
        #expect(longest <= (2_000 + 1_000) * 4_120)
        #expect(try store.statistics().grants == 250)
        store.close()
    }

    @Test func `a reader that stays makes the WAL grow only until it leaves`() async throws {
        let directory = TemporaryDirectory()
        var options = StoreOptions()
        options.checkpointPages = 20
        options.walBoundPages = 40
        let store = try SQLiteStore.open(in: directory, options: options)
        let key = try Sample.key()
        let id = try await store.putNew(key)
        let stranger = try Connection(path: directory.file("vault.db"), vfs: nil, role: .reading)
        try stranger.execute("BEGIN; SELECT count(*) FROM grants")
        var generation: Int64 = 1
        func write(_ count: Int64) async throws {
            for _ in 0..<count {
                generation += 1
                let lineage = try Sample.lineage(id, key, generation: generation)
                try await store.put(lineage, token: nil, expecting: Generation(number: generation - 1))
            }
        }
        try await write(60)
        let grown = try store.statistics().walBytes
        #expect(grown > 40 * 4_096)
        try stranger.execute("COMMIT")
        try await write(60)
        #expect(try store.statistics().walBytes < grown)
        store.close()
    }

    @Test(.timeLimit(.minutes(5))) func `after a revoke the old ciphertexts are nowhere in the files`() async throws {
        let directory = TemporaryDirectory()
        var options = StoreOptions()
        // Only the revoke can be the reason to empty the WAL.
        options.lullMilliseconds = 3_600_000
        let store = try SQLiteStore.open(in: directory, options: options)
        let traces = ["first refresh token", "second refresh token", "cached access token", "first key", "second key"]
            .map { Array("\($0) of the revoked grant, long enough to be found".utf8) }
        let id = try await store.putWithTraces(traces)
        // Proves that the search can find something.
        let before = try directory.allBytes()
        #expect(before.holds(traces[1]) && before.holds(traces[2]) && before.holds(traces[4]))
        #expect(try store.grant(id) != nil)
        #expect(try await store.revoke(id, queueing: nil))
        while try store.statistics().walBytes > 0 { await Task.yield() }
        let after = try directory.allBytes()
        for trace in traces { #expect(!after.holds(trace), "\(String(decoding: trace, as: UTF8.self))") }
        store.close()
    }

    @Test(.timeLimit(.minutes(5))) func `in a lull the WAL is emptied`() async throws {
        var options = StoreOptions()
        options.lullMilliseconds = 1
        let store = try SQLiteStore.open(in: TemporaryDirectory(), options: options)
        try await store.putNew(try Sample.key())
        while try store.statistics().walBytes > 0 { await Task.yield() }
        #expect(try store.list(GrantFilter()).count == 1)
        store.close()
    }

    @Test func `a closed store is one file`() async throws {
        let directory = TemporaryDirectory()
        let store = try SQLiteStore.open(in: directory)
        try await store.putNew(try Sample.key())
        _ = try store.list(GrantFilter())
        store.close()
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        #expect(Set(names) == ["vault.db", "vault.db-lock"])
    }
}

extension SQLiteStore {
    /// A grant that was rotated once and has a cached token; its ciphertexts are the given ones.
    fileprivate func putWithTraces(_ traces: [[UInt8]]) async throws -> GrantID {
        let key = try Sample.key()
        var lineage = try Sample.lineage(try Sample.id(self), key)
        let master = MasterKeyVersion(number: 1)
        lineage.refreshToken = SealedSecret(bytes: traces[0])
        lineage.recordKey = WrappedRecordKey(masterKey: master, bytes: traces[3])
        try await put(lineage, token: nil, expecting: nil)
        lineage.grant.generation = Generation(number: 2)
        lineage.refreshToken = SealedSecret(bytes: traces[1])
        lineage.recordKey = WrappedRecordKey(masterKey: master, bytes: traces[4])
        var token = try Sample.token("")
        token.token = SealedSecret(bytes: traces[2])
        try await put(lineage, token: token, expecting: .first)
        return lineage.grant.id
    }
}

extension Data {
    fileprivate func holds(_ bytes: [UInt8]) -> Bool { range(of: Data(bytes)) != nil }
}

private func fileSize(_ path: String) -> Int {
    var entry = stat()
    return stat(path, &entry) == 0 ? Int(entry.st_size) : 0
}
