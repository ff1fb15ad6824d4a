import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// Lost answers, outages, client faults, races past the order, shutdown.
@Suite(.timeLimit(.minutes(5))) struct RefreshTroubleTests {
    private static let unreachable = RefreshOutcome.transient(.unreachable, retryAfterSeconds: nil)

    /// A grant with an access token that lives 20 s more, less than the usual minimum.
    private func grantNearItsEnd(_ world: World) async throws -> Grant {
        let grant = try await world.put(
            Fixtures.put(accessToken: "at-1", expiresAt: world.clock.now().adding(seconds: 100)))
        world.clock.advance(seconds: 80)
        return grant
    }

    @Test func `in an outage the cached token is served while it lives, then the caller is told when to come back`()
        async throws
    {
        let world = World()
        let grant = try await grantNearItsEnd(world)
        world.provider.answer { _ in .transient(.serverError, retryAfterSeconds: 7) }
        #expect(try await world.get(grant).accessToken.exposed == "at-1")
        #expect(world.provider.sent.count == 1)
        world.clock.advance(seconds: 20)
        await #expect(throws: VaultError.providerUnavailable(reason: .serverError, retryAfterMilliseconds: 7_000)) {
            try await world.get(grant)
        }
        #expect(try world.grants.find(.id(grant.id)).status == .active)
        #expect(try world.store.openIntents().isEmpty)
    }

    @Test func `a caller that said how long, or wants a fresh one, is not put off with the cached token`() async throws
    {
        let world = World()
        let grant = try await grantNearItsEnd(world)
        world.provider.answer { _ in Self.unreachable }
        let error = VaultError.providerUnavailable(reason: .unreachable, retryAfterMilliseconds: nil)
        await #expect(throws: error) { try await world.get(grant, minimumLife: 21) }
        await #expect(throws: error) { try await world.get(grant, force: true) }
        #expect(try await world.get(grant, minimumLife: 20).accessToken.exposed == "at-1")
    }

    @Test func `after five failures the provider is left alone and one call tries it again`() async throws {
        let world = World()
        let grant = try await world.put()
        world.provider.answer { _ in .transient(.serverError, retryAfterSeconds: nil) }
        for _ in 0..<5 { await #expect(throws: VaultError.self) { try await world.get(grant) } }
        let name = grant.provider
        guard case .open(.unavailable(.serverError), let wait) = world.context.breakers.state(of: name) else {
            Issue.record("the breaker is not open")
            return
        }
        await #expect(throws: VaultError.providerUnavailable(reason: .breakerOpen, retryAfterMilliseconds: wait)) {
            try await world.get(grant)
        }
        #expect(world.provider.sent.count == 5)
        world.clock.advance(milliseconds: wait)
        world.provider.answer { _ in .refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2")) }
        #expect(try await world.get(grant).accessToken.exposed == "at-2")
        #expect(world.context.breakers.state(of: name) == .closed)
    }

    @Test func `a fault of the client registration trips the breaker, alarms and condemns no grant`() async throws {
        let world = World()
        let code = ProviderErrorCode("invalid_client")
        let grant = try await grantNearItsEnd(world)
        world.provider.answer { _ in .clientFault(code) }
        #expect(try await world.get(grant).accessToken.exposed == "at-1")
        let alarm = try #require(world.events().last)
        #expect(alarm.kind == .refreshFailed && alarm.reason == "client_misconfigured" && alarm.providerError == code)
        world.clock.advance(milliseconds: 14_000)
        #expect(try await world.get(grant).accessToken.exposed == "at-1")
        #expect(world.provider.sent.count == 1)
        world.context.reload(
            providers: world.context.settings.providers, tokens: world.context.settings.tokens)
        world.clock.advance(seconds: 6)
        await #expect(throws: VaultError.clientMisconfigured(provider: grant.provider, providerError: code)) {
            try await world.get(grant)
        }
        #expect(world.provider.sent.count == 2)
        #expect(try world.grants.find(.id(grant.id)).status == .active)
    }

    @Test(arguments: [RotationRule.none, .oldStaysValid, .rotatesWithGrace(seconds: 30)])
    func `a lost answer is asked for once more where that is safe`(rotation: RotationRule) async throws {
        let world = World(rotation: rotation)
        let grant = try await world.put()
        world.provider.answerOnce(.unknown(.noAnswer), .refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2")))
        #expect(try await world.get(grant).accessToken.exposed == "at-2")
        #expect(world.provider.sent.map(\.refreshToken) == ["rt-1", "rt-1"])
        #expect(world.kinds() == [.grantStored, .intentResolved, .tokenMinted])
    }

    @Test(arguments: [RotationRule.none, .oldStaysValid, .rotatesWithGrace(seconds: 30)])
    func `two lost answers leave the intent for the next call, and the grace window goes on from the first`(
        rotation: RotationRule
    ) async throws {
        let world = World(rotation: rotation)
        let grant = try await world.put()
        let begin = world.clock.now()
        world.provider.answer { _ in .unknown(.noAnswer) }
        for wait: Int64 in [0, 20] {
            world.clock.advance(seconds: wait)
            await #expect(throws: VaultError.providerUnavailable(reason: .noAnswer, retryAfterMilliseconds: nil)) {
                try await world.get(grant)
            }
            #expect(try world.store.openIntents().map(\.startedAt) == [begin])
        }
        #expect(world.provider.sent.count == 4)
        world.clock.advance(seconds: 10)
        if case .rotatesWithGrace = rotation {
            await #expect(throws: VaultError.reauthRequired(.lostRotation, providerError: nil)) {
                try await world.get(grant)
            }
            #expect(world.provider.sent.count == 4)
        } else {
            world.provider.answer { _ in .refreshed(Fixtures.tokens("at-2")) }
            #expect(try await world.get(grant).accessToken.exposed == "at-2")
            #expect(try world.store.openIntents().isEmpty)
        }
    }

    @Test(arguments: [RotationRule.rotates, .revokesFamilyOnReuse])
    func `where a retry is not safe a lost answer is a lost rotation`(rotation: RotationRule) async throws {
        let world = World(rotation: rotation)
        let grant = try await world.put()
        world.provider.answerOnce(.unknown(.badAnswer))
        await #expect(throws: VaultError.reauthRequired(.lostRotation, providerError: nil)) {
            try await world.get(grant)
        }
        #expect(world.provider.sent.count == 1)
        #expect(try world.store.openIntents().isEmpty)
    }

    @Test func `an outage after a lost answer does not make the lost one forgotten`() async throws {
        let world = World(rotation: .rotatesWithGrace(seconds: 30))
        let grant = try await world.put()
        world.provider.answerOnce(.unknown(.noAnswer), Self.unreachable)
        await #expect(throws: VaultError.self) { try await world.get(grant) }
        #expect(try world.store.openIntents().count == 1)
    }

    @Test func `nor does an outage at a later call, and a refusal then is told as the lost rotation that it is`()
        async throws
    {
        let world = World(rotation: .rotatesWithGrace(seconds: 30))
        let grant = try await world.put()
        world.provider.answerOnce(.unknown(.noAnswer), .unknown(.noAnswer), Self.unreachable, .refused(nil))
        for _ in 0..<2 {
            await #expect(throws: VaultError.self) { try await world.get(grant) }
            #expect(try world.store.openIntents().count == 1)
        }
        await #expect(throws: VaultError.reauthRequired(.lostRotation, providerError: nil)) {
            try await world.get(grant)
        }
    }

    @Test func `a probe that could not begin does not leave the provider shut`() async throws {
        let world = World()
        let grant = try await world.put()
        world.provider.answer { _ in .clientFault(nil) }
        await #expect(throws: VaultError.self) { try await world.get(grant) }
        world.clock.advance(seconds: 30)
        world.store.failWrites(with: .closed)
        await #expect(throws: VaultError(.closed)) { try await world.get(grant) }
        world.store.failWrites(with: nil)
        world.provider.answer { _ in .refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2")) }
        #expect(try await world.get(grant).accessToken.exposed == "at-2")
    }

    @Test func `refused is judged by generation: what a put has stored meanwhile is served`() async throws {
        let world = World()
        let grant = try await world.put()
        world.provider.answer { request in
            guard request.refreshToken.exposed == "rt-1" else {
                return .refreshed(Fixtures.tokens("at-9", refreshToken: "rt-10"))
            }
            await Self.replaceLineage(of: grant, in: world, "rt-9")
            return .refused(nil)
        }
        #expect(try await world.get(grant).accessToken.exposed == "at-9")
        #expect(try world.grants.find(.id(grant.id)).status == .active)
        #expect(try world.storedRefreshToken(grant) == "rt-10")
    }

    @Test func `also when the put comes between the judgement and the condemnation`() async throws {
        let clock = ManualClock()
        let armed = ArmedClock(clock)
        let trap = Log<@Sendable () async -> Void>()
        let world = World(clock: clock, wallClock: armed) { step in
            guard step == .answerReceived else { return }
            // The generation is read before the time.
            for work in trap.takeAll() { armed.arm(work) }
        }
        let grant = try await world.put()
        trap.add { await Self.replaceLineage(of: grant, in: world, "rt-9") }
        world.provider.answerOnce(.refused(nil), .refreshed(Fixtures.tokens("at-9", refreshToken: "rt-10")))
        #expect(try await world.get(grant).accessToken.exposed == "at-9")
        #expect(try world.grants.find(.id(grant.id)).status == .active)
    }

    @Test func `a put forgets the lost answers of the lineage that it replaces`() async throws {
        let world = World(rotation: .none)
        let grant = try await world.put()
        world.provider.answerOnce(.unknown(.noAnswer), .unknown(.noAnswer))
        await #expect(throws: VaultError.self) { try await world.get(grant) }
        #expect(world.context.openIntents.count == 1)
        _ = try await world.put()
        #expect(world.context.openIntents.count == 0)
        #expect(try world.store.openIntents().isEmpty)
    }

    @Test func `an answer for a lineage that was replaced meanwhile is dropped and the new lineage is served`()
        async throws
    {
        let world = World()
        let grant = try await world.put()
        world.provider.answer { request in
            guard request.refreshToken.exposed == "rt-1" else { return .refreshed(Fixtures.tokens("at-9")) }
            await Self.replaceLineage(of: grant, in: world, "rt-9")
            return .refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2"))
        }
        #expect(try await world.get(grant).accessToken.exposed == "at-9")
        #expect(try world.storedRefreshToken(grant) == "rt-9")
        #expect(world.provider.revoked.isEmpty)
    }

    @Test func `a refresh token minted for a grant that is gone is revoked at the provider`() async throws {
        let world = World()
        let grant = try await world.put()
        world.provider.answer { _ in
            _ = try? await world.store.revoke(grant.id, queueing: nil)
            return .refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2"))
        }
        await #expect(throws: VaultError.notFound(what: "grant")) { try await world.get(grant) }
        #expect(world.provider.revoked == ["rt-2"])
        #expect(world.kinds() == [.grantStored, .upstreamRevoked])
    }

    @Test func `a grant that vanishes between the judgement and the commit is treated the same`() async throws {
        let vanish = Log<@Sendable () async -> Void>()
        let store = InMemoryGrantStore()
        let world = World(store: store) { step in
            guard step == .beforeCommit else { return }
            for action in vanish.all { Blocking.run(action) }
        }
        let grant = try await world.put()
        vanish.add { _ = try? await store.revoke(grant.id, queueing: nil) }
        world.provider.answerOnce(.refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2")))
        await #expect(throws: VaultError.notFound(what: "grant")) { try await world.get(grant) }
        #expect(world.provider.revoked == ["rt-2"])
    }

    @Test func `after stop nobody new is asked, who is asked already finishes, and the cached token is still served`()
        async throws
    {
        let world = World()
        let grant = try await world.put()
        let other = try await world.put(
            Fixtures.put(
                Fixtures.key("user:default/bob"), accessToken: "at-b", expiresAt: world.clock.now().adding(seconds: 10))
        )
        let third = try await world.put(Fixtures.put(Fixtures.key("user:default/carol")))
        world.provider.hold()
        world.provider.answer { _ in .refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2")) }
        async let running = world.get(grant)
        await world.provider.asked(1)
        world.tokens.refresher.stop()
        #expect(try await world.get(other).accessToken.exposed == "at-b")
        await #expect(throws: VaultError.providerUnavailable(reason: .shuttingDown, retryAfterMilliseconds: nil)) {
            try await world.get(third)
        }
        world.provider.release()
        await world.tokens.refresher.idle()
        #expect(try await running.accessToken.exposed == "at-2")
        #expect(try world.storedRefreshToken(grant) == "rt-2")
        #expect(world.provider.sent.count == 1)
    }

    /// As another process would do it: past the order of this one.
    private static func replaceLineage(of grant: Grant, in world: World, _ refreshToken: String) async {
        var replaced = grant
        replaced.generation = grant.generation.next
        let context = SealContext.refreshToken(of: replaced)
        guard let key = try? world.sealer.makeRecordKey(record: grant.id.rawValue),
            let sealed = try? world.sealer.seal(Secret(copyingTextOf: refreshToken), under: key, in: context)
        else { return }
        let lineage = StoredLineage(grant: replaced, refreshToken: sealed, recordKey: key)
        try? await world.store.put(lineage, token: nil, expecting: grant.generation)
    }
}
