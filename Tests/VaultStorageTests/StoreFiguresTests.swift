import Foundation
import Testing
import VaultCore
import VaultTestSupport

@testable import VaultStorage

/// What the metrics tell of the store.
@Suite struct StoreFiguresTests {
    @Test func `every commit is timed and its writes are counted, and the files are as large as told`() async throws {
        let directory = TemporaryDirectory()
        var options = StoreOptions()
        // Nothing empties the log while it is looked at.
        options.lullMilliseconds = 600_000
        let store = try SQLiteStore.open(in: directory, options: options)
        let before = store.figures
        try await withThrowingTaskGroup { group in
            for worker in 0..<8 {
                group.addTask {
                    for number in 0..<10 { try await store.putNew(try Sample.key("\(worker)-\(number)")) }
                }
            }
            try await group.waitForAll()
        }
        let statistics = try store.statistics()
        let after = store.figures
        #expect(after.commitTimes.count == UInt64(statistics.commits))
        #expect(after.commitSizes.count == after.commitTimes.count && after.commitTimes.sum > before.commitTimes.sum)
        // The sum of sizes is the number of writes.
        #expect(after.commitSizes.sum == UInt64(statistics.writes) && after.commitSizes.sum >= 80)
        let size = try FileManager.default.attributesOfItem(atPath: directory.file("vault.db"))[.size] as? Int
        #expect(after.databaseBytes == size && after.waitingWrites == 0)
        #expect(after.idleReaders >= 1 && after.logBytes == statistics.walBytes)
    }

    @Test func `grants that are dead, and that will be, are counted by the index alone`() async throws {
        let store = try SQLiteStore.open(in: TemporaryDirectory())
        for (name, seconds) in [("a", -5), ("b", 0), ("c", 1), ("d", 60), ("e", 61), ("never", nil)]
            as [(String, Int64?)]
        {
            let id = try #require(GrantID(rawValue: store.reserveID()))
            var lineage = try Sample.lineage(id, try Sample.key("user:default/\(name)"))
            lineage.grant.death = seconds.map { GrantDeath(at: Sample.start.adding(seconds: $0), reason: .idleLife) }
            try await store.put(lineage, token: nil, expecting: nil)
        }
        let found = try store.deaths(at: Sample.start, until: Sample.start.adding(seconds: 60))
        #expect(found.dead == 2 && found.dying == 2)
    }
}
