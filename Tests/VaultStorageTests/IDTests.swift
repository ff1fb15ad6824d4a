import Testing
import VaultCore

@testable import VaultStorage
import VaultTestSupport

/// An id is used once, whatever was deleted and however the store ended.
@Suite struct IDTests {
    @Test func `ids of deleted records do not come back after a restart`() async throws {
        let directory = TemporaryDirectory()
        var used: Set<Int64> = []
        for _ in 0..<3 {
            let store = try SQLiteStore.open(in: directory)
            let id = try await store.putNew(try Sample.key())
            let job = try Sample.revocation(store.reserveID())
            _ = try await store.revoke(id, queueing: job)
            try await store.finishRevocation(job.id)
            #expect(used.insert(id.rawValue).inserted)
            #expect(used.insert(job.id).inserted)
            store.close()
        }
    }

    @Test func `ids of deleted records do not come back after a power cut`() async throws {
        let disk = FaultDisk()
        var options = StoreOptions()
        options.vfs = disk.name
        let store = try SQLiteStore.open(in: TemporaryDirectory(), options: options)
        // More than one block, most of it never stored.
        for _ in 0..<IDSource.block + 100 { _ = store.reserveID() }
        let id = try await store.putNew(try Sample.key())
        _ = try await store.revoke(id, queueing: nil)
        let afterwards = TemporaryDirectory()
        try disk.cutPower(into: afterwards)
        let survivor = try SQLiteStore.open(in: afterwards)
        #expect(survivor.reserveID() > id.rawValue)
        survivor.close()
        store.close()
    }

    @Test func `an id above the mark that stands in a table is not given out`() async throws {
        let directory = TemporaryDirectory()
        let store = try SQLiteStore.open(in: directory)
        let id = try #require(GrantID(rawValue: 5_000_000))
        try await store.put(try Sample.lineage(id, try Sample.key()), token: nil, expecting: nil)
        store.close()
        let reopened = try SQLiteStore.open(in: directory)
        #expect(reopened.reserveID() > 5_000_000)
        reopened.close()
    }

    @Test func `the mark is written once per block, not once per put`() async throws {
        let directory = TemporaryDirectory()
        let store = try SQLiteStore.open(in: directory)
        var marks: Set<Int64> = []
        let reader = try Connection(path: directory.file("vault.db"), vfs: nil, role: .reading)
        let mark = reader.prepare("SELECT id_mark FROM store_info")
        for number in 0..<100 {
            let id = try await store.putNew(try Sample.key("\(number)"))
            let stored = try #require(try mark.first { row throws(SQLiteError) in row.int() })
            #expect(stored >= id.rawValue)
            marks.insert(stored)
        }
        #expect(marks.count == 1)
        store.close()
    }
}
