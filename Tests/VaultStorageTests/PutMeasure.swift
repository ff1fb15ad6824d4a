import Foundation
import Testing
import VaultCore

@testable import VaultStorage
import VaultTestSupport

/// What the store adds to bare SQLite; the figure is printed and not judged, because other tests run beside it and the
/// build is for debugging. The goal (DESIGN §10) is judged by `vault-bench`.
@Suite(.serialized) struct PutMeasure {
    private static let writers = 64
    private static let rounds = 50

    @Test func `sixty-four writers share their commits`() async throws {
        let bare = try Self.bareRate()
        let store = try await Self.storeRate()
        print("put, 64 writers: bare \(Int(bare))/s, store \(Int(store.rate))/s, ratio \(store.rate / bare)")
        #expect(store.writesPerCommit > 8)
    }

    /// The statements of a first `put`, 64 rows to a transaction, on one thread.
    private static func bareRate() throws -> Double {
        let directory = TemporaryDirectory()
        try SQLiteStore.open(in: directory).close()
        let connection = try Connection(path: directory.file("vault.db"), vfs: nil, role: .writing)
        try connection.logAhead()
        try connection.execute("PRAGMA wal_autocheckpoint = 1000")
        let tables = WriteTables(connection)
        let lineages = try (1...Int64(writers * rounds)).map { try lineage($0) }
        let start = Date()
        for first in stride(from: 0, to: lineages.count, by: writers) {
            try tables.store.begin()
            for lineage in lineages[first..<first + writers] {
                _ = try tables.grants.insert(lineage)
                try tables.recordKeys.insert(lineage.recordKey, of: lineage.grant.id.rawValue)
            }
            try tables.store.commit()
        }
        return Double(lineages.count) / Date().timeIntervalSince(start)
    }

    private static func storeRate() async throws -> (rate: Double, writesPerCommit: Int) {
        let store = try SQLiteStore.open(in: TemporaryDirectory())
        let lineages = try (1...Int64(writers * rounds)).map { try lineage($0) }
        let start = Date()
        try await withThrowingTaskGroup { group in
            for writer in 0..<writers {
                group.addTask {
                    for lineage in lineages[writer * rounds..<(writer + 1) * rounds] {
                        try await store.put(lineage, token: nil, expecting: nil)
                    }
                }
            }
            try await group.waitForAll()
        }
        let seconds = Date().timeIntervalSince(start)
        let statistics = try store.statistics()
        #expect(statistics.grants == lineages.count)
        store.close()
        return (Double(lineages.count) / seconds, statistics.writes / statistics.commits)
    }

    private static func lineage(_ number: Int64) throws -> StoredLineage {
        guard let id = GrantID(rawValue: number) else { throw InvalidValue(field: "id", problem: "is not positive") }
        var lineage = try Sample.lineage(id, try Sample.key("user:default/person-\(number)", account: "\(number)"))
        lineage.grant.labels = []
        lineage.refreshToken = SealedSecret(bytes: [UInt8](repeating: 7, count: 280))
        return lineage
    }
}
