import Testing
import VaultCore
import VaultTestSupport

/// What the port `GrantStore` promises of a refresh: its intent, its commit and its end without a token.
@Suite struct GrantStoreRefreshContract {
    @Test(arguments: StoreKind.allCases) func `an intent is open from begin until it is cleared`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let id = try await store.putNew(try Sample.key())
        let intent = RefreshIntent(grant: id, generation: .first, startedAt: Sample.start)
        try await store.begin(intent)
        #expect(try store.openIntents() == [intent])
        try await store.clearIntent(id)
        try await store.clearIntent(id)
        #expect(try store.openIntents().isEmpty)
    }

    @Test(arguments: StoreKind.allCases) func `a later intent of one generation takes the place of the first`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let id = try await store.putNew(try Sample.key())
        try await store.begin(RefreshIntent(grant: id, generation: .first, startedAt: Sample.start))
        let later = RefreshIntent(grant: id, generation: .first, startedAt: Sample.start.adding(seconds: 5))
        try await store.begin(later)
        #expect(try store.openIntents() == [later])
    }

    @Test(arguments: StoreKind.allCases) func `an intent for another generation or no grant is a conflict`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let id = try await store.putNew(try Sample.key())
        let unknown = try Sample.id(store)
        for intent in [
            RefreshIntent(grant: id, generation: Generation(number: 2), startedAt: Sample.start),
            RefreshIntent(grant: unknown, generation: .first, startedAt: Sample.start),
        ] {
            await #expect(throws: StoreFailure.conflict) { try await store.begin(intent) }
        }
        #expect(try store.openIntents().isEmpty)
    }

    @Test(arguments: StoreKind.allCases) func `a commit stores the rotated token and clears the intent`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let key = try Sample.key()
        let id = try await store.putNew(key)
        try await store.begin(RefreshIntent(grant: id, generation: .first, startedAt: Sample.start))
        let refresh = try Sample.refresh(of: id, to: 2, expiry: Sample.start.adding(seconds: 900))
        try await store.commit(refresh, expecting: .first)
        var expected = try Sample.grant(id, key)
        expected.generation = Generation(number: 2)
        expected.mintedAt = refresh.mintedAt
        expected.updatedAt = refresh.mintedAt
        expected.refreshTokenExpiresAt = refresh.refreshTokenExpiresAt
        #expect(try store.grant(id) == expected)
        #expect(try store.lineage(id)?.refreshToken == refresh.newRefreshToken)
        #expect(try store.lineage(id)?.recordKey == Sample.recordKey("key \(id.rawValue) 1"))
        #expect(try store.cachedToken(id, scopes: nil)?.token == refresh.token.token)
        #expect(try store.openIntents().isEmpty)
    }

    @Test(arguments: StoreKind.allCases) func `a refresh token that was not replaced stays, with its expiry`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let key = try Sample.key()
        let id = try await store.putNew(key)
        try await store.commit(try Sample.refresh(of: id, to: 1, replacing: false), expecting: .first)
        #expect(try store.lineage(id)?.refreshToken == Sample.secret("refresh \(id.rawValue) 1"))
        #expect(try store.grant(id)?.generation == .first)
        #expect(try store.grant(id)?.refreshTokenExpiresAt == Sample.start.adding(seconds: 4))
        let told = Sample.start.adding(seconds: 777)
        try await store.commit(try Sample.refresh(of: id, to: 1, replacing: false, expiry: told), expecting: .first)
        #expect(try store.grant(id)?.refreshTokenExpiresAt == told)
    }

    @Test(arguments: StoreKind.allCases) func `of a new refresh token nothing is known but what was told`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let id = try await store.putNew(try Sample.key())
        try await store.commit(try Sample.refresh(of: id, to: 2), expecting: .first)
        #expect(try store.grant(id)?.refreshTokenExpiresAt == nil)
    }

    @Test(arguments: StoreKind.allCases) func `a commit keeps tokens for other scopes unless they have expired`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let id = try await store.putNew(try Sample.key())
        for token in [
            try Sample.token("lives", scopes: ["a"]), try Sample.token("dead", scopes: ["b"], lifeSeconds: 100),
            try Sample.token("first"), try Sample.token("second"),
        ] {
            let refresh = try Sample.refresh(of: id, to: 1, replacing: false, token: token)
            try await store.commit(refresh, expecting: .first)
        }
        #expect(try store.cachedToken(id, scopes: try ScopeSet(["a"]))?.token == Sample.secret("lives"))
        #expect(try store.cachedToken(id, scopes: try ScopeSet(["b"])) == nil)
        #expect(try store.cachedToken(id, scopes: nil)?.token == Sample.secret("second"))
    }

    @Test(arguments: StoreKind.allCases) func `a commit for another generation or no grant changes nothing`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let key = try Sample.key()
        let id = try await store.putNew(key)
        let intent = RefreshIntent(grant: id, generation: .first, startedAt: Sample.start)
        try await store.begin(intent)
        await #expect(throws: StoreFailure.conflict) {
            try await store.commit(try Sample.refresh(of: id, to: 3), expecting: Generation(number: 2))
        }
        let unknown = try Sample.id(store)
        await #expect(throws: StoreFailure.conflict) {
            try await store.commit(try Sample.refresh(of: unknown, to: 2), expecting: .first)
        }
        #expect(try store.grant(id) == Sample.grant(id, key))
        #expect(try store.cachedToken(id, scopes: nil) == nil)
        #expect(try store.openIntents() == [intent])
    }

    @Test(arguments: StoreKind.allCases) func `a condemned grant mints no more and keeps its reason`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        for (number, reason) in ReauthReason.allCases.enumerated() {
            let id = try await store.putNew(try Sample.key("user:default/\(number)"), token: try Sample.token("t"))
            try await store.begin(RefreshIntent(grant: id, generation: .first, startedAt: Sample.start))
            let now = Sample.start.adding(seconds: 50)
            #expect(try await store.requireReauth(id, condemned: .first, reason: reason, at: now))
            #expect(try store.grant(id)?.status == .reauthRequired(reason))
            #expect(try store.grant(id)?.updatedAt == now)
            #expect(try store.grant(id)?.generation == .first)
            #expect(try store.cachedToken(id, scopes: nil) == nil)
        }
        #expect(try store.openIntents().isEmpty)
    }

    @Test(arguments: StoreKind.allCases)
    func `a grant that waits for a stronger sign-in keeps the claims until it is put`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let key = try Sample.key()
        let id = try await store.putNew(key, token: try Sample.token("t"))
        let now = Sample.start.adding(seconds: 50)
        #expect(try await store.requireStepUp(id, condemned: .first, claims: #"{"a":1}"#, at: now))
        #expect(try store.grant(id)?.status == .stepUpRequired(claims: #"{"a":1}"#))
        #expect(try store.grant(id)?.updatedAt == now)
        #expect(try store.cachedToken(id, scopes: nil) == nil)
        #expect(try store.list(GrantFilter(isActive: false)).map(\.id) == [id])
        #expect(try await !store.requireStepUp(id, condemned: Generation(number: 0), claims: "{}", at: now))
        #expect(try await store.requireReauth(id, condemned: .first, reason: .lostRotation, at: now))
        #expect(try store.grant(id)?.status == .reauthRequired(.lostRotation))
    }

    @Test(arguments: StoreKind.allCases) func `only the generation that was condemned is touched`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let key = try Sample.key()
        let id = try await store.putNew(key, token: try Sample.token("kept"))
        let intent = RefreshIntent(grant: id, generation: .first, startedAt: Sample.start)
        try await store.begin(intent)
        let older = Generation(number: 0)
        let now = Sample.start
        #expect(try await !store.requireReauth(id, condemned: older, reason: .refreshTokenRefused, at: now))
        let unknown = try Sample.id(store)
        #expect(try await !store.requireReauth(unknown, condemned: .first, reason: .refreshTokenRefused, at: now))
        #expect(try store.grant(id) == Sample.grant(id, key))
        #expect(try store.cachedToken(id, scopes: nil)?.token == Sample.secret("kept"))
        #expect(try store.openIntents() == [intent])
    }

    @Test(arguments: StoreKind.allCases) func `dropped tokens are gone, those of others are not`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make().grants
        let id = try await store.putNew(try Sample.key(), token: try Sample.token("full"))
        let other = try await store.putNew(try Sample.key("user:default/bob"), token: try Sample.token("bob's"))
        let narrow = try Sample.token("narrow", scopes: ["a"])
        try await store.commit(try Sample.refresh(of: id, to: 1, replacing: false, token: narrow), expecting: .first)
        try await store.dropTokens(id)
        #expect(try store.cachedToken(id, scopes: nil) == nil)
        #expect(try store.cachedToken(id, scopes: narrow.requestedScopes) == nil)
        #expect(try store.cachedToken(other, scopes: nil)?.token == Sample.secret("bob's"))
    }
}
