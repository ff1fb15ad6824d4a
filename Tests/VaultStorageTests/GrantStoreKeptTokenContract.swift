import Testing
import VaultCore
import VaultTestSupport

@testable import VaultStorage

/// What the port `GrantStore` promises of a token that is read with all that it is opened with.
@Suite struct GrantStoreKeptTokenContract {
    @Test(arguments: StoreKind.allCases) func `it comes with the grant as it is now`(kind: StoreKind) async throws {
        let store = try kind.make().grants
        let key = try Sample.key()
        let found = try Sample.grant(try await store.putNew(key), key)
        var second = try Sample.lineage(found.id, key, generation: 2)
        second.grant.scopes = try ScopeSet(["openid"])
        second.grant.authentication = try Authentication(acr: "stronger", amr: ["hwk", "pin"], seconds: 1_700_000_007)
        var token = try Sample.token("of the second", generation: 2)
        token.type = .dpop
        try await store.put(second, token: token, expecting: .first)
        let kept = try #require(try store.keptToken(found.id, scopes: nil))
        #expect(kept.token.token == token.token && kept.token.type == .dpop)
        #expect(kept.token.generation == token.generation && kept.token.grantedScopes == token.grantedScopes)
        #expect(kept.token.mintedAt == token.mintedAt && kept.token.expiresAt == token.expiresAt)
        #expect(kept.recordKey == second.recordKey)
        let now = kept.updated(found)
        #expect(now.generation == Generation(number: 2) && now.scopes == second.grant.scopes)
        #expect(now.authentication == second.grant.authentication)
        #expect(now.key == key && now.labels == found.labels)
    }

    @Test(arguments: StoreKind.allCases) func `it is found by exactly the scopes that were asked for`(kind: StoreKind)
        async throws
    {
        let store = try kind.make().grants
        let id = try await store.putNew(try Sample.key(), token: try Sample.token("full"))
        let narrow = try Sample.token("narrow", scopes: ["read:user"])
        try await store.commit(
            try Sample.refresh(of: id, to: 1, replacing: false, token: narrow), expecting: .first)
        #expect(try store.keptToken(id, scopes: nil)?.token.token == Sample.secret("full"))
        #expect(try store.keptToken(id, scopes: narrow.requestedScopes)?.token.token == narrow.token)
        #expect(
            try store.keptToken(id, scopes: narrow.requestedScopes)?.token.requestedScopes == narrow.requestedScopes)
        #expect(try store.keptToken(id, scopes: try ScopeSet(["repo"])) == nil)
    }

    @Test(arguments: StoreKind.allCases) func `a grant that does not mint has none`(kind: StoreKind) async throws {
        let store = try kind.make().grants
        let id = try await store.putNew(try Sample.key(), token: try Sample.token("a"))
        #expect(try store.keptToken(id, scopes: nil) != nil)
        #expect(
            try await store.requireReauth(id, condemned: .first, reason: .refreshTokenRefused, at: Sample.start))
        #expect(try store.keptToken(id, scopes: nil) == nil)
    }

    /// Condemning deletes the tokens; what if one is there all the same?
    @Test func `a token that stands beside a condemned grant is not given`() async throws {
        let directory = TemporaryDirectory()
        let store = try SQLiteStore.open(in: directory)
        let id = try await store.putNew(try Sample.key(), token: try Sample.token("a"))
        store.close()
        let connection = try Connection(path: directory.file("vault.db"), vfs: nil, role: .writing)
        try connection.execute("UPDATE grants SET reauth_reason = 'refresh_token_refused'")
        let again = try SQLiteStore.open(in: directory)
        defer { again.close() }
        #expect(try again.cachedToken(id, scopes: nil) != nil)
        #expect(try again.keptToken(id, scopes: nil) == nil)
    }

    @Test func `a token without its record key is damage`() async throws {
        let directory = TemporaryDirectory()
        let store = try SQLiteStore.open(in: directory)
        let id = try await store.putNew(try Sample.key(), token: try Sample.token("a"))
        store.close()
        let connection = try Connection(path: directory.file("vault.db"), vfs: nil, role: .writing)
        try connection.execute("DELETE FROM record_keys")
        let again = try SQLiteStore.open(in: directory)
        defer { again.close() }
        let failure = await storeFailure { _ = try again.keptToken(id, scopes: nil) }
        #expect(failure?.damagedReason?.contains("a grant has no record key") == true)
    }

    @Test(arguments: StoreKind.allCases) func `other accounts of the subject count, its grants elsewhere do not`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let id = try await store.putNew(try Sample.key(account: "1"), token: try Sample.token("a"))
        try await store.putNew(try Sample.key(at: "entra", account: "2"))
        try await store.putNew(try Sample.key("user:default/bob", account: "2"))
        #expect(try store.keptToken(id, scopes: nil)?.isOnlyAccount == true)
        let other = try await store.putNew(try Sample.key(account: "2"))
        #expect(try store.keptToken(id, scopes: nil)?.isOnlyAccount == false)
        #expect(try await store.revoke(other, queueing: nil))
        #expect(try store.keptToken(id, scopes: nil)?.isOnlyAccount == true)
    }
}
