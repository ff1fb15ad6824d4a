import Testing
import VaultCore
import VaultTestSupport

/// What the port `GrantStore` promises of `put` and `touch`.
@Suite struct GrantStorePutContract {
    @Test(arguments: StoreKind.allCases) func `a put replaces everything that belonged to the old lineage`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let key = try Sample.key()
        let id = try await store.putNew(key, token: try Sample.token("old"))
        try await store.commit(
            try Sample.refresh(
                of: id, to: 1, replacing: false, token: try Sample.token("old narrow", scopes: ["repo"])),
            expecting: .first)
        try await store.begin(RefreshIntent(grant: id, generation: .first, startedAt: Sample.start))
        var next = try Sample.lineage(id, key, generation: 2)
        next.grant.labels = [try Label(name: "only", value: "one")]
        next.grant.status = .active
        next.grant.authentication = .unknown
        next.recordKey = Sample.recordKey("another", masterKey: 2)
        try await store.put(next, token: try Sample.token("new", generation: 2), expecting: .first)
        #expect(try store.grant(id) == next.grant)
        #expect(try store.lineage(id)?.refreshToken == next.refreshToken)
        #expect(try store.lineage(id)?.recordKey == next.recordKey)
        #expect(try store.cachedToken(id, scopes: nil)?.token == Sample.secret("new"))
        #expect(try store.cachedToken(id, scopes: try ScopeSet(["repo"])) == nil)
        #expect(try store.openIntents().isEmpty)
    }

    @Test(arguments: StoreKind.allCases) func `a put over a record needs its id and its key`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let key = try Sample.key()
        let id = try await store.putNew(key, token: try Sample.token("old"))
        let other = try Sample.key("user:default/bob")
        await #expect(throws: StoreFailure.conflict) {
            try await store.putOver(try Sample.lineage(id, other), token: nil)
        }
        await #expect(throws: StoreFailure.conflict) {
            try await store.putOver(try Sample.lineage(try Sample.id(store), key), token: nil)
        }
        #expect(try store.cachedToken(id, scopes: nil) != nil)
        #expect(try store.damagedGrants(.id(id)) == [])
        let lineage = try Sample.lineage(id, key)
        try await store.putOver(lineage, token: nil)
        #expect(try store.lineage(id)?.refreshToken == lineage.refreshToken)
        #expect(try store.cachedToken(id, scopes: nil) == nil)
    }

    @Test(arguments: StoreKind.allCases) func `a put without a token leaves none behind`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let key = try Sample.key()
        let id = try await store.putNew(key, token: try Sample.token("old"))
        try await store.put(try Sample.lineage(id, key, generation: 2), token: nil, expecting: .first)
        #expect(try store.cachedToken(id, scopes: nil) == nil)
    }

    @Test(arguments: StoreKind.allCases) func `a put that brings a grant back makes it active`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let key = try Sample.key()
        let id = try await store.putNew(key)
        _ = try await store.requireReauth(id, condemned: .first, reason: .refreshTokenExpired, at: Sample.start)
        try await store.put(try Sample.lineage(id, key, generation: 2), token: nil, expecting: .first)
        #expect(try store.grant(id)?.status == .active)
    }

    @Test(arguments: StoreKind.allCases) func `a put that expects another state is a conflict and changes nothing`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let key = try Sample.key()
        let other = try Sample.key("user:default/bob")
        let id = try await store.putNew(key, token: try Sample.token("kept"))
        let unused = try Sample.id(store)
        let attempts: [(StoredLineage, Generation?)] = [
            // There is one already, by key and by id.
            (try Sample.lineage(unused, key), nil), (try Sample.lineage(id, other), nil),
            (try Sample.lineage(id, key), nil),
            // Another generation, none at all, and an id that stands for another key.
            (try Sample.lineage(id, key, generation: 3), Generation(number: 2)),
            (try Sample.lineage(unused, other, generation: 2), .first),
            (try Sample.lineage(id, other, generation: 2), .first),
            (try Sample.lineage(unused, key, generation: 2), .first),
        ]
        for (lineage, expecting) in attempts {
            await #expect(throws: StoreFailure.conflict) {
                try await store.put(lineage, token: nil, expecting: expecting)
            }
        }
        #expect(try store.list(GrantFilter()) == [try Sample.grant(id, key)])
        #expect(try store.lineage(id)?.recordKey == Sample.recordKey("key \(id.rawValue) 1"))
        #expect(try store.cachedToken(id, scopes: nil)?.token == Sample.secret("kept"))
    }

    @Test(arguments: StoreKind.allCases) func `of many puts for one key that expect none, one is stored`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let key = try Sample.key()
        let stored = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<32 {
                group.addTask {
                    do {
                        try await store.putNew(key)
                        return true
                    } catch StoreFailure.conflict {
                        return false
                    }
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(stored == 1)
        #expect(try store.list(GrantFilter()).count == 1)
    }

    @Test(arguments: StoreKind.allCases) func `a touch notes the use of known grants and passes over others`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let touched = try await store.putNew(try Sample.key())
        let untouched = try await store.putNew(try Sample.key("user:default/bob"))
        let moment = Sample.start.adding(seconds: 999)
        try await store.touch([touched: moment, try Sample.id(store): moment])
        #expect(try store.grant(touched)?.lastUsedAt == moment)
        #expect(try store.grant(untouched)?.lastUsedAt == Sample.start.adding(seconds: 3))
        #expect(try store.list(GrantFilter()).count == 2)
    }

    @Test(arguments: StoreKind.allCases) func `a reader sees every write that has returned`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        try await withThrowingTaskGroup { group in
            for worker in 0..<8 {
                group.addTask {
                    let key = try Sample.key("user:default/worker-\(worker)")
                    let id = try await store.putNew(key)
                    for generation in Int64(2)...20 {
                        let lineage = try Sample.lineage(id, key, generation: generation)
                        try await store.put(lineage, token: nil, expecting: Generation(number: generation - 1))
                        #expect(try store.grant(id)?.generation.number == generation)
                        #expect(try store.lineage(id)?.refreshToken == lineage.refreshToken)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
