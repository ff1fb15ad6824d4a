import Testing
import VaultCore
import VaultTestSupport

@testable import VaultStorage

/// What the port `GrantStore` promises of grants that are found together with a token.
@Suite struct GrantStoreFoundGrantsContract {
    private func found(_ store: any GrantStore, _ key: GrantKey) throws -> FoundGrants {
        try store.foundGrants(of: key.subject, at: key.provider)
    }

    @Test(arguments: StoreKind.allCases) func `one that is alone comes whole and with its full token`(kind: StoreKind)
        async throws
    {
        let store = try kind.make().grants
        let key = try Sample.key()
        let id = try await store.putNew(key, token: try Sample.token("full"))
        let narrow = try Sample.token("narrow", scopes: ["read:user"])
        try await store.commit(try Sample.refresh(of: id, to: 1, replacing: false, token: narrow), expecting: .first)
        let found = try found(store, key)
        #expect(found.grants == (try store.grants(of: key.subject, at: key.provider)))
        #expect(found.grants.first?.labels.count == 2)
        let (kept, alone) = (try #require(found.kept), try #require(try store.keptToken(id, scopes: nil)))
        #expect(kept.token.token == Sample.secret("full") && kept.token.requestedScopes == nil)
        #expect(kept.token.grantedScopes == alone.token.grantedScopes && kept.token.type == alone.token.type)
        #expect(kept.token.mintedAt == alone.token.mintedAt && kept.token.expiresAt == alone.token.expiresAt)
        #expect(kept.token.generation == alone.token.generation && kept.generation == alone.generation)
        #expect(kept.recordKey == alone.recordKey && kept.authentication == alone.authentication)
        #expect(kept.scopes == alone.scopes && kept.isOnlyAccount)
    }

    @Test(arguments: StoreKind.allCases) func `of several no token is told`(kind: StoreKind) async throws {
        let store = try kind.make().grants
        let first = try await store.putNew(try Sample.key(account: "2"), token: try Sample.token("a"))
        let second = try await store.putNew(try Sample.key(account: "1"), token: try Sample.token("b"))
        let found = try found(store, try Sample.key())
        #expect(found.grants.map(\.id) == [first, second] && found.kept == nil)
        #expect(found.grants.allSatisfy { $0.labels.count == 2 })
    }

    @Test(arguments: StoreKind.allCases) func `one that has no full token, or does not mint, comes without`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let key = try Sample.key()
        #expect(try found(store, key).grants.isEmpty)
        let id = try await store.putNew(key)
        var found = try found(store, key)
        #expect(found.grants.map(\.id) == [id] && found.kept == nil)
        #expect(try await store.requireReauth(id, condemned: .first, reason: .refreshTokenRefused, at: Sample.start))
        found = try self.found(store, key)
        #expect(found.grants.map(\.status) == [.reauthRequired(.refreshTokenRefused)] && found.kept == nil)
    }

    @Test(arguments: [
        "UPDATE access_tokens SET granted_scopes = 'a\"b'", "DELETE FROM record_keys",
        "UPDATE grants SET reauth_reason = 'refresh_token_refused'",
    ])
    func `a token that does not read back, or stands beside a condemned grant, does not hide the grant`(damage: String)
        async throws
    {
        let directory = TemporaryDirectory()
        let store = try SQLiteStore.open(in: directory)
        let key = try Sample.key()
        let id = try await store.putNew(key, token: try Sample.token("a"))
        store.close()
        let connection = try Connection(path: directory.file("vault.db"), vfs: nil, role: .writing)
        try connection.execute(damage)
        let again = try SQLiteStore.open(in: directory)
        defer { again.close() }
        let found = try found(again, key)
        #expect(found.grants.map(\.id) == [id] && found.kept == nil)
    }
}
