import Synchronization
import Testing
import VaultCore
import VaultTestSupport

@testable import VaultStorage

/// What is told of changes is kept in the store until the audit log surely has it.
@Suite struct `What is told of changes` {
    private let directory = TemporaryDirectory()
    private let audit = RecordingAudit()

    private func event(_ reason: String) -> AuditEvent { AuditEvent(.grantStored, .done, reason: reason) }

    private func opened() throws -> SQLiteStore {
        let store = try SQLiteStore.open(in: directory)
        store.tell(audit)
        return store
    }

    private func put(_ store: SQLiteStore, _ name: String, telling count: Int = 1) async throws {
        let key = try Sample.key("user:default/\(name)")
        try await store.put(
            try Sample.lineage(try Sample.id(store), key), token: nil, expecting: nil,
            telling: (0..<count).map { event("\(name)_\($0)") })
    }

    private func kept(_ store: SQLiteStore) throws -> [Int64] {
        try store.kept(after: -1, limit: 1_000).map(\.sequence)
    }

    @Test func `is kept with the commit that it says it is of, as it was recorded`() async throws {
        let store = try opened()
        try await put(store, "a", telling: 3)
        let first = try #require(store.mark())
        try await put(store, "b")
        let second = try #require(store.mark())
        #expect(second.sequence > first.sequence)
        let marks = audit.events.map(\.store)
        #expect(marks == [first, first, first, second])
        #expect(audit.events.map(\.change) == [0, 1, 2, 0])
        let rendered = audit.render(event("x"))
        #expect(
            try store.kept(after: -1, limit: 9) == [
                KeptRecords(sequence: first.sequence, records: [rendered, rendered, rendered]),
                KeptRecords(sequence: second.sequence, records: [rendered]),
            ])
        #expect(try store.kept(after: first.sequence, limit: 9).map(\.sequence) == [second.sequence])
        #expect(try store.kept(after: -1, limit: 1).map(\.sequence) == [first.sequence])
        #expect(store.toldUpTo() == second.sequence)
    }

    @Test func `is recorded in the order of the commits, and of the writes in each`() async throws {
        let store = try opened()
        try await withThrowingTaskGroup { group in
            for number in 0..<300 { group.addTask { try await self.put(store, "u\(number)", telling: 2) } }
            try await group.waitForAll()
        }
        let places = audit.events.map { ($0.store?.sequence ?? 0, $0.change ?? -1) }
        #expect(places.count == 600)
        #expect(zip(places, places.dropFirst()).allSatisfy { $0 < $1 })
        // Several shared a commit, or nothing was shown about that.
        #expect(places.contains { $0.1 > 2 })
        #expect(try kept(store) == Set(places.map(\.0)).sorted())
    }

    @Test func `goes with the commit after it was settled, and how far that was stays`() async throws {
        let store = try opened()
        try await put(store, "a")
        let first = store.toldUpTo()
        try await put(store, "b")
        let second = store.toldUpTo()
        store.settle(upTo: first)
        #expect(try kept(store) == [first, second])
        #expect(try store.audited() == 0)
        try await store.advanceSequence()
        #expect(try kept(store) == [second])
        #expect(try store.audited() == first)
        store.close()
        let next = try opened()
        #expect(try kept(next) == [second])
        #expect(try next.audited() == first && next.toldUpTo() == second)
    }

    @Test func `is not told of a neighbour that was refused by the schema`() async throws {
        let store = try opened()
        try await put(store, "a")
        let id = try #require(try store.list(GrantFilter()).first).id
        let (standing, other) = (try Sample.key("user:default/b"), try Sample.key("user:default/c"))
        // A record key that is there already lets the whole batch be done again, with savepoints.
        let bad = RevocationJob(
            id: id.rawValue, key: other, generation: .first, token: Sample.secret("t"),
            recordKey: Sample.recordKey("r"), queuedAt: Sample.start, dueAt: Sample.start)
        let victim = try await store.putNew(other)
        async let good: Void = store.put(
            try Sample.lineage(try Sample.id(store), standing), token: nil, expecting: nil, telling: [event("good")])
        await #expect(throws: StoreFailure.self) {
            _ = try await store.revoke(victim, queueing: bad, telling: [event("bad")])
        }
        try await good
        #expect(audit.events.compactMap(\.reason).sorted() == ["a_0", "good"])
        #expect(try store.kept(after: -1, limit: 9).flatMap(\.records).count == 2)
    }

    @Test func `is nothing where nobody listens, and nothing is counted for it`() async throws {
        let store = try SQLiteStore.open(in: directory)
        try await put(store, "a")
        #expect(try kept(store) == [] && store.mark() == nil && store.toldUpTo() == -1)
    }

    @Test func `is not recorded when its commit fails`() async throws {
        let deaths = Mutex(0)
        let disk = FaultDisk()
        var options = StoreOptions()
        options.vfs = disk.name
        let store = try SQLiteStore.open(path: directory.file("vault.db"), options: options) { _ in
            deaths.withLock { $0 += 1 }
        }
        store.tell(audit)
        try await put(store, "a")
        disk.arm(.once(.sync, at: 1))
        await #expect(throws: StoreFailure.self) { try await put(store, "b") }
        #expect(audit.events.compactMap(\.reason) == ["a_0"])
        store.close()
        #expect(deaths.withLock(\.self) == 1)
    }

    @Test func `and was told by the store is not told again by its restored copy`() async throws {
        let store = try opened()
        for name in ["a", "b"] { try await put(store, name) }
        let (first, mark) = (try #require(try kept(store).first), try #require(store.mark()))
        _ = try await store.backUp(to: directory.file("backup"), at: Sample.start)
        try await store.advanceSequence()
        store.close()
        let path = directory.file("vault.db")
        let consent = StoreRestore.Consent(newerChanges: true)
        // The log has told of the first only: what it has not told of is true of the copy, too.
        for (witness, left) in [(first, [mark.sequence]), (mark.sequence, [])] {
            _ = try StoreRestore(over: path, witness: StoreMark(storeID: mark.storeID, sequence: witness)).run(
                directory.file("backup"), at: Sample.start, consent: consent, verify: { _ in true })
            let restored = try SQLiteStore.open(in: directory)
            #expect(try kept(restored) == left)
            restored.close()
        }
    }
}
