import Testing
import VaultCore

@testable import VaultStorage
import VaultTestSupport

/// Many writes in one transaction: they share a sync and nothing else.
@Suite struct GroupCommitTests {
    @Test func `sixty-four writers are all answered, all stored, and share their syncs`() async throws {
        let disk = FaultDisk()
        var options = StoreOptions()
        options.vfs = disk.name
        let store = try SQLiteStore.open(in: TemporaryDirectory(), options: options)
        disk.arm(.none)
        try await withThrowingTaskGroup { group in
            for worker in 0..<64 {
                group.addTask {
                    for number in 0..<20 { try await store.putNew(try Sample.key("\(worker)-\(number)")) }
                }
            }
            try await group.waitForAll()
        }
        #expect(try store.statistics().grants == 1_280)
        #expect(disk.count(.sync) < 1_280 / 4)
    }

    @Test(.timeLimit(.minutes(5)))
    func `many who revoke different grants share their syncs, and none empties the log for itself`()
        async throws
    {
        let disk = FaultDisk()
        var options = StoreOptions()
        options.vfs = disk.name
        // Only a revoke can be the reason to empty the log.
        options.erasureMilliseconds = 3_600_000
        options.lullMilliseconds = 3_600_000
        options.checkpointPages = 1_000_000
        let store = try SQLiteStore.open(in: TemporaryDirectory(), options: options)
        let ids = try await withThrowingTaskGroup(of: GrantID.self) { group in
            for number in 0..<640 { group.addTask { try await store.putNew(try Sample.key("\(number)")) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        disk.arm(.none)
        try await withThrowingTaskGroup { group in
            for worker in 0..<64 {
                group.addTask {
                    for id in ids[(worker * 10)..<(worker * 10 + 10)] {
                        let wasThere = try await store.revoke(id, queueing: nil)
                        #expect(wasThere)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try store.statistics().grants == 0)
        #expect(disk.count(.sync) < 640 / 4)
        #expect(disk.count(.truncate) == 0)
    }

    @Test func `a conflict in a batch does not disturb its neighbours, and all share one sync`() throws {
        let batch = try Batch()
        let outcomes = try batch.run([
            .put(try batch.lineage(1, "a"), token: nil, expecting: nil),
            .put(try batch.lineage(2, "a"), token: nil, expecting: nil),
            .put(try batch.lineage(3, "b"), token: nil, expecting: nil),
            .begin(RefreshIntent(grant: try batch.id(9), generation: .first, startedAt: Sample.start), keeping: nil),
            .revoke(try batch.id(9), queueing: nil),
            .dropTokens(try batch.id(3)),
        ])
        #expect(outcomes == [.done, .failed(.conflict), .done, .failed(.conflict), .unchanged, .done])
        let alone = try Batch()
        _ = try alone.run([.put(try alone.lineage(1, "a"), token: nil, expecting: nil)])
        #expect(batch.syncs == alone.syncs)
        #expect(try batch.storedIDs() == [1, 3])
    }

    @Test func `a job that a rule of the schema stops halfway is undone alone`() throws {
        let batch = try Batch()
        let outcomes = try batch.run([
            .put(try batch.lineage(1, "a"), token: try Sample.token("t"), expecting: nil),
            .put(try batch.lineage(2, "b"), token: nil, expecting: nil),
            .revoke(try batch.id(1), queueing: try Sample.revocation(7)),
            // Its job's id is taken: found only after the grant is deleted.
            .revoke(try batch.id(2), queueing: try Sample.revocation(7)),
            .put(try batch.lineage(3, "c"), token: nil, expecting: nil),
        ])
        #expect(outcomes == [.done, .done, .done, .failed(.conflict), .done])
        #expect(try batch.storedIDs() == [2, 3])
        #expect(try batch.reopened().lineage(try batch.id(2))?.recordKey == Sample.recordKey("key 2 1"))
    }

    @Test func `a value that the schema forbids fails its own job and not the store`() throws {
        let batch = try Batch()
        var broken = try batch.lineage(2, "b")
        broken.recordKey = WrappedRecordKey(masterKey: MasterKeyVersion(number: 1), bytes: [])
        let outcomes = try batch.run([
            .put(try batch.lineage(1, "a"), token: nil, expecting: nil),
            .put(broken, token: nil, expecting: nil),
            .put(try batch.lineage(3, "c"), token: nil, expecting: nil),
        ])
        guard case .failed(.failed(let reason)) = outcomes[1] else {
            Issue.record("the broken job was \(outcomes[1])")
            return
        }
        #expect(reason.contains("CHECK constraint failed"))
        #expect(outcomes[0] == .done && outcomes[2] == .done)
        #expect(try batch.storedIDs() == [1, 3])
        #expect(batch.deaths.all.isEmpty)
    }

    @Test func `writes that wait when the store closes are still done`() async throws {
        let directory = TemporaryDirectory()
        let store = try SQLiteStore.open(in: directory)
        let answers = await withTaskGroup(of: Int64?.self) { group in
            for number in 0..<200 {
                group.addTask {
                    do {
                        return try await store.putNew(try Sample.key("\(number)")).rawValue
                    } catch {
                        #expect(error as? StoreFailure == .closed)
                        return nil
                    }
                }
            }
            group.addTask {
                store.close()
                return nil
            }
            return await group.reduce(into: Set<Int64>()) { answers, id in if let id { answers.insert(id) } }
        }
        let reopened = try SQLiteStore.open(in: directory)
        #expect(Set(try reopened.list(GrantFilter(limit: 1_000)).map(\.id.rawValue)) == answers)
    }

    @Test func `a closed store refuses reads and writes`() async throws {
        let store = try SQLiteStore.open(in: TemporaryDirectory())
        let id = try await store.putNew(try Sample.key())
        store.close()
        store.close()
        #expect(throws: StoreFailure.closed) { try store.grant(id) }
        await #expect(throws: StoreFailure.closed) { try await store.dropTokens(id) }
        #expect(throws: StoreFailure.closed) {
            try store.add(
                StoredMasterKey(
                    version: MasterKeyVersion(number: 1), state: .active, wrapped: [1], createdAt: Sample.start))
        }
    }
}
