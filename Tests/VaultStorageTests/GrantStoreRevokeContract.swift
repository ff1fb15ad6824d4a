import Testing
import VaultCore
import VaultTestSupport

/// What the port `GrantStore` promises of `revoke` and of the queue of revocations at providers.
@Suite struct GrantStoreRevokeContract {
    @Test(arguments: StoreKind.allCases) func `a revoked grant is gone with all that belonged to it`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let key = try Sample.key()
        let id = try await store.putNew(key, token: try Sample.token("t"))
        try await store.begin(RefreshIntent(grant: id, generation: .first, startedAt: Sample.start))
        #expect(try await store.revoke(id, queueing: nil))
        #expect(try store.grant(id) == nil)
        #expect(try store.grant(key) == nil)
        #expect(try store.lineage(id) == nil)
        #expect(try store.cachedToken(id, scopes: nil) == nil)
        #expect(try store.openIntents().isEmpty)
        #expect(try store.list(GrantFilter()).isEmpty)
        #expect(try store.list(GrantFilter(label: try Label(name: "team", value: "core"))).isEmpty)
        #expect(try store.pendingRevocations() == 0)
    }

    @Test(arguments: StoreKind.allCases) func `a revocation at the provider is queued with the grant's end`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let id = try await store.putNew(try Sample.key())
        let job = try Sample.revocation(store.reserveID())
        #expect(try await store.revoke(id, queueing: job))
        let due = try store.dueRevocations(at: Sample.start, limit: 10)
        #expect(due.count == 1)
        let read = try #require(due.first)
        #expect(read.id == job.id)
        #expect(read.key == job.key)
        #expect(read.generation == job.generation)
        #expect(read.token == job.token)
        #expect(read.recordKey == job.recordKey)
        #expect(read.attempts == job.attempts)
        #expect(read.queuedAt == job.queuedAt)
        #expect(read.dueAt == job.dueAt)
        #expect(try store.pendingRevocations() == 1)
    }

    @Test(arguments: StoreKind.allCases) func `where there is no grant nothing is revoked or queued`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let other = try await store.putNew(try Sample.key())
        let unknown = try Sample.id(store)
        #expect(try await !store.revoke(unknown, queueing: try Sample.revocation(store.reserveID())))
        #expect(try store.pendingRevocations() == 0)
        #expect(try store.grant(other) != nil)
    }

    @Test(arguments: StoreKind.allCases) func `after a revoke the key is free for another grant`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let key = try Sample.key()
        let first = try await store.putNew(key)
        _ = try await store.revoke(first, queueing: nil)
        let second = try await store.putNew(key)
        #expect(second != first)
        #expect(try store.grant(key)?.id == second)
        #expect(try store.grant(first) == nil)
    }

    @Test(arguments: StoreKind.allCases) func `writes to a revoked grant find nothing`(kind: StoreKind) async throws {
        let store = try kind.make().grants
        let key = try Sample.key()
        let id = try await store.putNew(key)
        _ = try await store.revoke(id, queueing: nil)
        await #expect(throws: StoreFailure.conflict) {
            try await store.begin(RefreshIntent(grant: id, generation: .first, startedAt: Sample.start))
        }
        await #expect(throws: StoreFailure.conflict) {
            try await store.commit(try Sample.refresh(of: id, to: 2), expecting: .first)
        }
        await #expect(throws: StoreFailure.conflict) {
            try await store.put(try Sample.lineage(id, key, generation: 2), token: nil, expecting: .first)
        }
        try await store.touch([id: Sample.start])
        try await store.dropTokens(id)
        #expect(try await !store.revoke(id, queueing: nil))
        #expect(try store.list(GrantFilter()).isEmpty)
    }

    @Test(arguments: StoreKind.allCases) func `due jobs come in the order in which they fell due`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        var jobs: [Int64] = []
        for (number, delay) in [30, 10, 20, 10].enumerated() {
            let id = try await store.putNew(try Sample.key("user:default/\(number)"))
            let job = try Sample.revocation(store.reserveID(), dueIn: Int64(delay))
            _ = try await store.revoke(id, queueing: job)
            jobs.append(job.id)
        }
        func due(_ seconds: Int64, _ limit: Int) throws -> [Int64] {
            try store.dueRevocations(at: Sample.start.adding(seconds: seconds), limit: limit).map(\.id)
        }
        #expect(try due(9, 10) == [])
        #expect(try due(20, 10) == [jobs[1], jobs[3], jobs[2]])
        #expect(try due(99, 10) == [jobs[1], jobs[3], jobs[2], jobs[0]])
        #expect(try due(99, 2) == [jobs[1], jobs[3]])
        #expect(try store.pendingRevocations() == 4)
    }

    @Test(arguments: StoreKind.allCases) func `a job is put off, and gone when it is finished`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let id = try await store.putNew(try Sample.key())
        let job = try Sample.revocation(store.reserveID())
        _ = try await store.revoke(id, queueing: job)
        let later = Sample.start.adding(seconds: 60)
        try await store.postponeRevocation(job.id, attempts: 4, until: later)
        #expect(try store.dueRevocations(at: Sample.start, limit: 1).isEmpty)
        let read = try #require(try store.dueRevocations(at: later, limit: 1).first)
        #expect(read.attempts == 4)
        #expect(read.dueAt == later)
        #expect(read.queuedAt == job.queuedAt)
        try await store.finishRevocation(job.id)
        try await store.finishRevocation(job.id)
        try await store.postponeRevocation(job.id, attempts: 5, until: later)
        #expect(try store.pendingRevocations() == 0)
    }

    @Test(arguments: StoreKind.allCases) func `finishing a job that is none leaves the grant of that id alone`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let id = try await store.putNew(try Sample.key())
        try await store.finishRevocation(id.rawValue)
        #expect(try store.lineage(id)?.recordKey == Sample.recordKey("key \(id.rawValue) 1"))
    }
}
