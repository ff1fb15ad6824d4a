import Foundation
import Testing
import VaultCore

@testable import VaultStorage

/// Readers keep their transaction between two reads; nobody may notice.
@Suite struct SnapshotTests {
    @Test func `whoever reads sees every write that was answered before, on every reader`() async throws {
        let store = try SQLiteStore.open(in: TemporaryDirectory())
        defer { store.close() }
        let key = try Sample.key()
        let id = try await store.putNew(key)
        let readers = StoreOptions().keptReaders
        for number in 1...100 {
            let now = Sample.start.adding(seconds: Int64(100 + number))
            try await store.touch([id: now])
            let seen = await withTaskGroup(of: Timestamp?.self) { group in
                for _ in 0..<readers { group.addTask { try? store.grant(id)?.lastUsedAt } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(seen.allSatisfy { $0 == now })
        }
    }

    @Test func `a reader stays where it is until something is committed`() async throws {
        let directory = TemporaryDirectory()
        let store = try SQLiteStore.open(in: directory)
        defer { store.close() }
        let reader = try Reader(path: directory.file("vault.db"), vfs: nil)
        try reader.seeAll(0)
        #expect(try reader.store.grantCount() == 0)
        _ = try await store.putNew(try Sample.key())
        try reader.seeAll(0)
        #expect(try reader.store.grantCount() == 0)
        try reader.seeAll(1)
        #expect(try reader.store.grantCount() == 1)
    }

    @Test(.timeLimit(.minutes(5))) func `idle readers are not in the way of an empty WAL`() async throws {
        var options = StoreOptions()
        options.lullMilliseconds = 1
        let directory = TemporaryDirectory()
        let store = try SQLiteStore.open(in: directory, options: options)
        defer { store.close() }
        for number in 0..<20 {
            let id = try await store.putNew(try Sample.key("user:default/reader-\(number)"))
            #expect(try store.grant(id) != nil)
            // No read meanwhile: the reader stands still until the writer asks it to let go.
            while try Data(contentsOf: URL(fileURLWithPath: directory.file("vault.db-wal"))).count > 0 {
                await Task.yield()
            }
        }
    }
}
