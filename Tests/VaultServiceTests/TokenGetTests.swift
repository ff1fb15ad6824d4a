import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

@Suite(.timeLimit(.minutes(5))) struct TokenGetTests {
    private func cached(_ world: World, living seconds: Int64 = 3_600) async throws -> Grant {
        try await world.put(
            Fixtures.put(accessToken: "at-1", expiresAt: world.clock.now().adding(seconds: seconds)))
    }

    @Test func `a token given with the put is served without a refresh and lies in memory`() async throws {
        let world = World()
        let grant = try await cached(world)
        #expect(world.cachedHead(grant) != nil)
        #expect(try await world.get(grant).accessToken.exposed == "at-1")
        #expect(world.provider.sent.isEmpty)
    }

    @Test func `an access token without an expiry, or a dead one, is not kept`() async throws {
        let world = World()
        let grant = try await world.put(Fixtures.put(accessToken: "at-1"))
        #expect(try world.store.cachedToken(grant.id, scopes: nil) == nil)
        _ = try await world.put(Fixtures.put(accessToken: "at-1", expiresAt: world.clock.now()))
        #expect(try world.store.cachedToken(grant.id, scopes: nil) == nil)
        #expect(world.cachedHead(grant) == nil)
    }

    @Test func `after a restart the token comes from the store and is in memory again`() async throws {
        let world = World()
        let grant = try await cached(world)
        let next = world.restarted()
        #expect(next.cachedHead(grant) == nil)
        #expect(try await next.get(grant).accessToken.exposed == "at-1")
        #expect(next.cachedHead(grant) == world.cachedHead(grant))
        let opened = world.sealer.openedCount
        #expect(try await next.get(grant).accessToken.exposed == "at-1")
        #expect(world.sealer.openedCount == opened)
        #expect(world.provider.sent.isEmpty)
    }

    @Test func `a token that lives shorter than asked is refreshed, one that lives long enough is not`() async throws {
        let world = World()
        let grant = try await cached(world, living: 100)
        world.provider.answerOnce(.refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2")))
        #expect(try await world.get(grant, minimumLife: 100).accessToken.exposed == "at-1")
        #expect(try await world.get(grant, minimumLife: 101).accessToken.exposed == "at-2")
    }

    @Test func `a new token is served also when it lives shorter than asked`() async throws {
        let world = World()
        let grant = try await world.put()
        world.provider.answer { _ in .refreshed(Fixtures.tokens("at-2", expiresIn: 20)) }
        #expect(try await world.get(grant, minimumLife: 1_000).accessToken.exposed == "at-2")
        #expect(world.provider.sent.count == 1)
        // By the usual minimum it is kept for half of its life.
        world.clock.advance(seconds: 10)
        #expect(try await world.get(grant).accessToken.exposed == "at-2")
        #expect(world.provider.sent.count == 1)
        world.clock.advance(seconds: 1)
        _ = try await world.get(grant)
        #expect(world.provider.sent.count == 2)
    }

    @Test func `force asks the provider although the cached token is good`() async throws {
        let world = World()
        let grant = try await cached(world)
        world.provider.answerOnce(.refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2")))
        #expect(try await world.get(grant, force: true).accessToken.exposed == "at-2")
        #expect(try await world.get(grant).accessToken.exposed == "at-2")
        #expect(world.provider.sent.count == 1)
    }

    @Test func `force is not answered by a refresh that had asked already, and all who force share the next one`()
        async throws
    {
        let world = World(rotation: .none)
        let grant = try await world.put()
        let count = Counter()
        world.provider.answer { _ in .refreshed(Fixtures.tokens("at-\(count.add())")) }
        world.provider.hold()
        async let usual = world.get(grant)
        await world.provider.asked(1)
        async let forced = world.get(grant, force: true)
        async let forcedToo = world.get(grant, force: true)
        await untilTrue { world.tokens.refresher.waiting(grant, scopes: nil) == 3 }
        world.provider.release()
        #expect(try await usual.accessToken.exposed == "at-1")
        #expect(try await [forced, forcedToo].map(\.accessToken.exposed) == ["at-2", "at-2"])
        #expect(world.provider.sent.count == 2)
    }

    @Test func `scopes beyond the grant are refused by name and nobody is asked`() async throws {
        let world = World()
        let grant = try await world.put()
        await #expect(throws: VaultError.scopeExceeded(scopes: ["admin", "root"])) {
            try await world.get(grant, scopes: Fixtures.scopes("root", "read", "admin"))
        }
        #expect(world.provider.sent.isEmpty)
    }

    @Test func `where narrowing would last the full token is given and says what it is good for`() async throws {
        let world = World(narrowing: .lineage)
        let grant = try await world.put()
        world.provider.answerOnce(
            .refreshed(Fixtures.tokens("at-2", scopes: Fixtures.scopes("read", "write", "more"))))
        let token = try await world.get(grant, scopes: Fixtures.scopes("read"))
        #expect(token.scopes == Fixtures.scopes("read", "write", "more"))
        #expect(world.provider.sent.first?.scopes == nil)
        #expect(world.events().last?.reason == "scopes_beyond_grant")
        _ = try await world.get(grant, scopes: Fixtures.scopes("write"))
        #expect(world.provider.sent.count == 1)
    }

    @Test func `a cached token answers for fewer scopes in place only where it answers for no more than the grant`()
        async throws
    {
        let read = Fixtures.scopes("read")
        for (narrowing, granted, expected) in [
            (NarrowingRule.lineage, nil, true), (.lineage, read, true), (.perToken, nil, false),
            (.lineage, Fixtures.scopes("read", "write", "more"), false),
        ] as [(NarrowingRule, ScopeSet?, Bool)] {
            let world = World(narrowing: narrowing)
            let grant = try await world.put()
            world.provider.answerOnce(.refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2", scopes: granted)))
            _ = try await world.get(grant)
            #expect(world.covers(#"["read"]"#, grant) == expected)
        }
    }

    @Test func `where narrowing is per token the narrow one is asked for and kept apart`() async throws {
        let world = World(rotation: .none, narrowing: .perToken)
        let grant = try await world.put()
        world.provider.answer { request in
            .refreshed(Fixtures.tokens(request.scopes.map { "at-\($0.spaceSeparated)" } ?? "at-full"))
        }
        let narrow = Fixtures.scopes("read")
        #expect(try await world.get(grant, scopes: narrow).accessToken.exposed == "at-read")
        #expect(try await world.get(grant).accessToken.exposed == "at-full")
        #expect(try await world.get(grant, scopes: narrow).accessToken.exposed == "at-read")
        #expect(try await world.get(grant, scopes: Fixtures.scopes("write", "read")).accessToken.exposed == "at-full")
        #expect(try await world.get(grant, scopes: .empty).accessToken.exposed == "at-full")
        #expect(world.provider.sent.map(\.scopes) == [narrow, nil])
        #expect(try await world.restarted(rotation: .none).get(grant).accessToken.exposed == "at-full")
    }

    @Test func `a caller who is served by another's smaller need asks again for itself`() async throws {
        let world = World(rotation: .none)
        let grant = try await cached(world, living: 100)
        let count = Counter()
        world.provider.answer { _ in .refreshed(Fixtures.tokens("at-new-\(count.add())", expiresIn: 500)) }
        // Both wait for the grant's turn, in which meanwhile a token of 300 s is put.
        let gate = Gate()
        let holder = Task { await world.order.inTurn(of: grant.key) { await gate.pass() } }
        await gate.reached()
        async let small = world.get(grant, minimumLife: 200)
        await untilTrue { world.tokens.refresher.waiting(grant, scopes: nil) == 1 }
        async let large = world.get(grant, minimumLife: 400)
        await untilTrue { world.tokens.refresher.waiting(grant, scopes: nil) == 2 }
        try await renewStoredToken(of: grant, in: world, "at-300", living: 300)
        gate.open()
        await holder.value
        #expect(try await small.accessToken.exposed == "at-300")
        #expect(try await large.accessToken.exposed == "at-new-1")
        #expect(world.provider.sent.count == 1)
    }

    @Test func `a permit for something else is no permit`() async throws {
        let world = World()
        let grant = try await cached(world)
        let request = TokenRequest(selector: .id(grant.id))
        for permit in [
            Fixtures.permit(.tokenReject, for: grant.key),
            Fixtures.permit(.tokenGet, at: Fixtures.providerName("other"), of: grant.subject),
            Fixtures.permit(.tokenGet, at: grant.provider, of: Fixtures.subject("user:default/mallory")),
            Fixtures.permit(.tokenGet, at: grant.provider),
        ] {
            await #expect(throws: VaultError.self) {
                try await world.tokens.get(request, of: grant, permit, caller: Fixtures.caller)
            }
        }
    }

    private func renewStoredToken(
        of grant: Grant, in world: World, _ token: String, living seconds: Int64
    ) async throws {
        let lineage = try #require(try world.store.lineage(grant.id))
        let now = world.clock.now()
        let sealed = try world.sealer.seal(
            Secret(copyingTextOf: token), under: lineage.recordKey,
            in: .accessToken(
                record: grant.id.rawValue, key: grant.key, type: .bearer, generation: grant.generation, requested: nil,
                granted: grant.scopes, mintedAt: now, expiresAt: now.adding(seconds: seconds),
                authentication: lineage.grant.authentication))
        let stored = StoredToken(
            token: sealed, generation: grant.generation, requestedScopes: nil, grantedScopes: grant.scopes,
            mintedAt: now, expiresAt: now.adding(seconds: seconds))
        try await world.store.commit(
            CommittedRefresh(
                grant: grant.id, newRefreshToken: nil, newGeneration: grant.generation, refreshTokenExpiresAt: nil,
                token: stored, mintedAt: now), expecting: grant.generation)
        world.context.cache.invalidate(grant)
    }
}
