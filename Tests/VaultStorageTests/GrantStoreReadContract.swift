import Testing
import VaultCore
import VaultTestSupport

/// What the port `GrantStore` promises of reads.
@Suite struct GrantStoreReadContract {
    @Test(arguments: StoreKind.allCases) func `ids are positive and never given twice`(kind: StoreKind) async throws {
        let store = try kind.make().grants
        let ids = await withTaskGroup(of: [Int64].self) { group in
            for _ in 0..<8 { group.addTask { (0..<500).map { _ in store.reserveID() } } }
            return await group.reduce(into: [Int64]()) { $0 += $1 }
        }
        #expect(Set(ids).count == 4_000)
        #expect(ids.allSatisfy { $0 > 0 })
    }

    @Test(arguments: StoreKind.allCases) func `a grant reads back as it was put, by id and by key`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let key = try Sample.key(account: "12345")
        let id = try await store.putNew(key)
        let expected = try Sample.grant(id, key)
        #expect(try store.grant(id) == expected)
        #expect(try store.grant(key) == expected)
    }

    @Test(arguments: StoreKind.allCases) func `a grant without any optional field reads back`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let key = try Sample.key()
        let bare = Grant(
            id: try Sample.id(store), subject: key.subject, provider: key.provider, account: key.account,
            scopes: .empty, createdAt: Sample.start, updatedAt: Sample.start)
        let lineage = StoredLineage(
            grant: bare, refreshToken: Sample.secret("r"), recordKey: Sample.recordKey("k"))
        try await store.put(lineage, token: nil, expecting: nil)
        #expect(try store.grant(bare.id) == bare)
    }

    @Test(arguments: StoreKind.allCases) func `what is not there reads as nothing`(kind: StoreKind) async throws {
        let store = try kind.make().grants
        try await store.putNew(try Sample.key())
        let unknown = try Sample.id(store)
        let key = try Sample.key("user:default/nobody")
        #expect(try store.grant(unknown) == nil)
        #expect(try store.grant(key) == nil)
        #expect(try store.lineage(unknown) == nil)
        #expect(try store.cachedToken(unknown, scopes: nil) == nil)
        #expect(try store.grants(of: key.subject, at: key.provider).isEmpty)
    }

    @Test(arguments: StoreKind.allCases) func `the grants of a subject at a provider are those, one per account`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let second = try await store.putNew(try Sample.key(account: "2"))
        let first = try await store.putNew(try Sample.key(account: "1"))
        try await store.putNew(try Sample.key(at: "entra", account: "1"))
        try await store.putNew(try Sample.key("user:default/bob", account: "1"))
        let key = try Sample.key()
        #expect(try store.grants(of: key.subject, at: key.provider).map(\.id) == [second, first])
    }

    @Test(arguments: StoreKind.allCases) func `a lineage reads back with its sealed token and record key`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let key = try Sample.key()
        let id = try await store.putNew(key)
        let expected = try Sample.lineage(id, key)
        let lineage = try #require(try store.lineage(id))
        #expect(lineage.grant == expected.grant)
        #expect(lineage.refreshToken == expected.refreshToken)
        #expect(lineage.recordKey == expected.recordKey)
    }

    @Test(arguments: StoreKind.allCases) func `sealed bytes of any kind and the longest length read back`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        var lineage = try Sample.lineage(try Sample.id(store), try Sample.key())
        lineage.refreshToken = SealedSecret(bytes: (0..<17_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        try await store.put(lineage, token: nil, expecting: nil)
        #expect(try store.lineage(lineage.grant.id)?.refreshToken == lineage.refreshToken)
    }

    @Test(arguments: StoreKind.allCases) func `a cached token is found by exactly the scopes that were asked for`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let id = try await store.putNew(try Sample.key(), token: try Sample.token("full"))
        let narrow = try Sample.token("narrow", scopes: ["read:user"])
        let none = try Sample.token("none", scopes: [])
        for token in [narrow, none] {
            try await store.commit(try Sample.refresh(of: id, to: 1, replacing: false, token: token), expecting: .first)
        }
        #expect(try store.cachedToken(id, scopes: nil)?.token == Sample.secret("full"))
        #expect(try store.cachedToken(id, scopes: narrow.requestedScopes)?.token == narrow.token)
        #expect(try store.cachedToken(id, scopes: .empty)?.token == none.token)
        #expect(try store.cachedToken(id, scopes: try ScopeSet(["repo"])) == nil)
    }

    @Test(arguments: StoreKind.allCases) func `a cached token reads back as it was stored`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let kept = try Sample.token("access", scopes: nil, generation: 1)
        let id = try await store.putNew(try Sample.key(), token: kept)
        let token = try #require(try store.cachedToken(id, scopes: nil))
        #expect(token.token == kept.token)
        #expect(token.generation == kept.generation)
        #expect(token.requestedScopes == nil)
        #expect(token.grantedScopes == kept.grantedScopes)
        #expect(token.mintedAt == kept.mintedAt)
        #expect(token.expiresAt == kept.expiresAt)
    }
}
