import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

@Suite(.timeLimit(.minutes(5))) struct RefreshTests {
    @Test func `a rotated answer is committed with the next generation before it is handed out`() async throws {
        let world = World()
        let grant = try await world.put()
        world.provider.answerOnce(.refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2")))
        let token = try await world.get(grant)
        #expect(token.accessToken.exposed == "at-2")
        #expect(token.generation == Generation(number: 2))
        #expect(token.expiresAt == world.clock.now().adding(seconds: 3600))
        #expect(world.provider.sent.map(\.refreshToken) == ["rt-1"])
        #expect(try world.storedRefreshToken(grant) == "rt-2")
        #expect(try world.store.openIntents().isEmpty)
        #expect(try world.store.cachedToken(grant.id, scopes: nil)?.generation == Generation(number: 2))
        #expect(world.kinds() == [.grantStored, .tokenMinted])
    }

    @Test func `a refresh token that was not replaced stays with its generation and its expiry`() async throws {
        let world = World(rotation: .none)
        var put = Fixtures.put()
        put.refreshTokenExpiresAt = world.clock.now().adding(seconds: 50_000)
        let grant = try await world.put(put)
        world.provider.answerOnce(.refreshed(Fixtures.tokens("at-1")))
        #expect(try await world.get(grant).generation == .first)
        #expect(try world.storedRefreshToken(grant) == "rt-1")
        #expect(try world.grants.find(.id(grant.id)).refreshTokenExpiresAt == put.refreshTokenExpiresAt)
    }

    @Test func `the same refresh token sent back replaces nothing`() async throws {
        let world = World()
        let grant = try await world.put()
        world.provider.answerOnce(.refreshed(Fixtures.tokens("at-1", refreshToken: "rt-1")))
        #expect(try await world.get(grant).generation == .first)
    }

    @Test func `a new refresh token has the expiry that came with it, or none`() async throws {
        let world = World()
        var put = Fixtures.put()
        put.refreshTokenExpiresAt = world.clock.now().adding(seconds: 50_000)
        let grant = try await world.put(put)
        world.provider.answerOnce(.refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2")))
        _ = try await world.get(grant)
        #expect(try world.grants.find(.id(grant.id)).refreshTokenExpiresAt == nil)
        world.provider.answerOnce(
            .refreshed(Fixtures.tokens("at-3", refreshToken: "rt-3", refreshTokenExpiresIn: 60)))
        _ = try await world.get(grant, force: true)
        #expect(
            try world.grants.find(.id(grant.id)).refreshTokenExpiresAt == world.clock.now().adding(seconds: 60))
    }

    @Test func `lives count from when the provider was asked, not from when it answered`() async throws {
        let world = World()
        let grant = try await world.put()
        let asked = world.clock.now()
        world.provider.answer { _ in
            world.clock.advance(seconds: 9)
            return .refreshed(
                Fixtures.tokens("at-2", expiresIn: 100, refreshToken: "rt-2", refreshTokenExpiresIn: 1_000))
        }
        #expect(try await world.get(grant).expiresAt == asked.adding(seconds: 100))
        #expect(try world.grants.find(.id(grant.id)).refreshTokenExpiresAt == asked.adding(seconds: 1_000))
    }

    @Test func `a token that was read before the commit is not kept after it`() async throws {
        let world = World()
        let soon = world.clock.now().adding(seconds: 1_000)
        let grant = try await world.put(Fixtures.put(accessToken: "at-1", expiresAt: soon))
        let ticket = world.context.cache.ticket(for: grant.key)
        let tokens = AccessTokens(context: world.context)
        let old = try #require(try tokens.current(of: grant, scopes: nil))
        world.provider.answerOnce(.refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2")))
        _ = try await world.get(grant, force: true)
        tokens.keepInMemory(old, of: grant, ticket)
        #expect(world.cachedHead(grant)?.contains("at-2") == true)
    }

    @Test func `a full token and each narrow one are sealed for themselves`() async throws {
        let grant = try await World().put()
        let contexts = [nil, Fixtures.scopes("read"), Fixtures.scopes("write"), grant.scopes].map {
            SealContext.accessToken(
                record: grant.id.rawValue, key: grant.key, type: .bearer, generation: .first, requested: $0,
                granted: grant.scopes,
                mintedAt: grant.createdAt, expiresAt: grant.createdAt.adding(seconds: 60),
                authentication: grant.authentication)
        }
        #expect(Set(contexts).count == 4)
    }

    @Test func `the intent is in the store while the provider is asked`() async throws {
        let world = World()
        let grant = try await world.put()
        world.provider.answer { _ in
            let open = try? world.store.openIntents()
            #expect(open?.map(\.grant) == [grant.id])
            #expect(open?.first?.generation == .first)
            return .refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2"))
        }
        _ = try await world.get(grant)
        #expect(world.provider.sent.count == 1)
    }

    @Test func `without a durable intent the provider is not asked`() async throws {
        let world = World()
        let grant = try await world.put()
        world.store.failWrites(with: .failed(reason: "sync"))
        await #expect(throws: VaultError.self) { try await world.get(grant) }
        #expect(world.provider.sent.isEmpty)
    }

    @Test func `a token whose answer could not be committed is shown to nobody and stays lost`() async throws {
        let world = World()
        let grant = try await world.put()
        world.provider.answer { _ in
            world.store.failWrites(with: .failed(reason: "sync"))
            return .refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2"))
        }
        await #expect(throws: VaultError.self) { try await world.get(grant) }
        world.store.failWrites(with: nil)
        #expect(world.cachedHead(grant) == nil)
        // The same process knows that its answer was lost: the old token is not sent again.
        await #expect(throws: VaultError.reauthRequired(.lostRotation, providerError: nil)) {
            try await world.get(grant)
        }
        #expect(world.provider.sent.count == 1)
    }

    @Test func `a grant in need of a new sign-in tells why and asks nobody`() async throws {
        let world = World()
        let grant = try await world.put()
        let code = ProviderErrorCode("invalid_grant")
        world.provider.answerOnce(.refused(code))
        await #expect(throws: VaultError.reauthRequired(.refreshTokenRefused, providerError: code)) {
            try await world.get(grant)
        }
        await #expect(throws: VaultError.reauthRequired(.refreshTokenRefused, providerError: nil)) {
            try await world.get(grant)
        }
        #expect(world.provider.sent.count == 1)
        #expect(try world.store.openIntents().isEmpty)
        let event = try #require(world.audit.events.last)
        #expect(event.kind == .reauthRequired)
        #expect(event.reason == "refresh_token_refused")
        #expect(event.providerError == code)
    }

    @Test func `a put after that makes it mint again`() async throws {
        let world = World()
        let grant = try await world.put()
        world.provider.answerOnce(.refused(nil))
        await #expect(throws: VaultError.self) { try await world.get(grant) }
        let again = try await world.put(Fixtures.put(refreshToken: "rt-9"))
        #expect(again.id == grant.id)
        #expect(again.generation == Generation(number: 2))
        world.provider.answerOnce(.refreshed(Fixtures.tokens("at-9", refreshToken: "rt-10")))
        #expect(try await world.get(grant).accessToken.exposed == "at-9")
        #expect(world.provider.sent.last?.refreshToken == "rt-9")
    }

    @Test func `a refresh token past its own expiry is not sent`() async throws {
        let world = World()
        var put = Fixtures.put()
        put.refreshTokenExpiresAt = world.clock.now().adding(seconds: 10)
        let grant = try await world.put(put)
        world.clock.advance(seconds: 10)
        await #expect(throws: VaultError.reauthRequired(.refreshTokenExpired, providerError: nil)) {
            try await world.get(grant)
        }
        #expect(world.provider.sent.isEmpty)
        #expect(try world.grants.find(.id(grant.id)).status == .reauthRequired(.refreshTokenExpired))
    }

    @Test(arguments: [
        (SubjectPin(sub: "mallory", tenant: "t1"), SubjectPin.none), (SubjectPin(sub: "alice", tenant: "t2"), .none),
        (.none, SubjectPin(sub: "mallory", tenant: nil)), (.none, SubjectPin(sub: nil, tenant: "t2")),
        (SubjectPin(sub: "alice", tenant: "t1"), SubjectPin(sub: "mallory", tenant: "t1")),
    ])
    func `an answer for another identity than the pinned one is neither served nor stored, and is severe`(
        identity: SubjectPin, named: SubjectPin
    ) async throws {
        let world = World()
        var put = Fixtures.put()
        put.pin = SubjectPin(sub: "alice", tenant: "t1")
        let grant = try await world.put(put)
        var tokens = Fixtures.tokens("at", refreshToken: "rt-2", identity: identity)
        tokens.named = named
        world.provider.answerOnce(.refreshed(tokens))
        await #expect(throws: VaultError.reauthRequired(.subjectMismatch, providerError: nil)) {
            try await world.get(grant)
        }
        #expect(world.cachedHead(grant) == nil)
        #expect(try world.store.cachedToken(grant.id, scopes: nil) == nil)
        #expect(try world.storedRefreshToken(grant) == "rt-1")
        #expect(world.kinds().suffix(2) == [.answerQuarantined, .reauthRequired])
    }

    @Test func `a record that does not open condemns the grant before anyone is asked`() async throws {
        let world = World()
        let grant = try await world.put()
        world.sealer.fail(with: .doesNotOpen)
        await #expect(throws: VaultError.reauthRequired(.recordDamaged, providerError: nil)) {
            try await world.get(grant)
        }
        #expect(world.provider.sent.isEmpty)
    }

    @Test func `a sealed vault and a missing master key condemn nothing`() async throws {
        let world = World()
        let grant = try await world.put()
        world.sealer.fail(with: .isSealed)
        await #expect(throws: VaultError.sealed) { try await world.get(grant) }
        world.sealer.fail(with: .unknownMasterKey(MasterKeyVersion(number: 7)))
        await #expect(throws: VaultError(.unknownMasterKey(MasterKeyVersion(number: 7)))) {
            try await world.get(grant)
        }
        #expect(try world.grants.find(.id(grant.id)).status == .active)
        #expect(world.provider.sent.isEmpty)
    }

    @Test func `a provider that left the configuration is told apart from a fault`() async throws {
        let world = World()
        let grant = try await world.put()
        world.context.reload(providers: [], tokens: TokenSettings())
        await #expect(throws: VaultError.notFound(what: "provider")) { try await world.get(grant) }
    }

    @Test(arguments: [
        (RefreshOutcome.stepUp(claims: "{}", nil), VaultError.stepUpRequired(claims: "{}", providerError: nil)),
        (.consentRequired(nil), .consentRequired(providerError: nil)),
        (.blockedByPolicy(nil), .blockedByPolicy(providerError: nil)),
    ])
    func `what only the user or an administrator can mend is told and condemns nothing`(
        outcome: RefreshOutcome, error: VaultError
    ) async throws {
        let world = World()
        let grant = try await world.put()
        world.provider.answerOnce(outcome)
        await #expect(throws: error) { try await world.get(grant) }
        #expect(try world.store.openIntents().isEmpty)
        world.provider.answerOnce(.refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2")))
        #expect(try await world.get(grant, force: true).accessToken.exposed == "at-2")
    }
}
