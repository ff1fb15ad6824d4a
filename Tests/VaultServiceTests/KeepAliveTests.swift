import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// What somebody still wants does not die because nobody used it.
@Suite(.timeLimit(.minutes(5))) struct KeepAliveTests {
    private static let day: Int64 = 86_400

    private func world(_ change: (inout ProviderSettings) -> Void = { _ in }) -> World {
        var provider = Fixtures.provider()
        provider.lives = RefreshTokenLives(idleSeconds: 90 * Self.day)
        provider.keepAliveSeconds = 365 * Self.day
        change(&provider)
        let world = World(providers: [provider])
        world.provider.answer { request in
            .refreshed(Fixtures.tokens("at", refreshToken: request.refreshToken.exposed + "+"))
        }
        return world
    }

    private func keepAlive(_ world: World, gate: SealGate = SealGate(isOpen: true)) -> KeepAlive {
        KeepAlive(world.tokens, gate: gate)
    }

    @Test func `a grant that nobody uses is refreshed before its idle death, once, as the vault's own act`()
        async throws
    {
        let world = world()
        let grant = try await world.put()
        world.clock.advance(seconds: 75 * Self.day)
        await keepAlive(world).work()
        #expect(world.provider.sent.isEmpty)
        world.clock.advance(seconds: 5 * Self.day)
        let keepAlive = keepAlive(world)
        await keepAlive.work()
        await keepAlive.work()
        #expect(world.provider.sent.count == 1)
        let kept = try #require(try world.store.grant(grant.id))
        #expect(kept.generation.number == 2 && kept.lastUsedAt == nil, "that is nobody's use")
        #expect(kept.death?.at == world.clock.now().adding(seconds: 90 * Self.day))
        let minted = try #require(world.audit.events.last { $0.kind == .tokenMinted })
        #expect(minted.caller == nil && minted.method == nil && minted.reason == "keep_alive")
    }

    @Test func `it is off unless it is configured`() async throws {
        let world = world { $0.keepAliveSeconds = nil }
        try await world.put()
        world.clock.advance(seconds: 85 * Self.day)
        await keepAlive(world).work()
        #expect(world.provider.sent.isEmpty)
    }

    @Test func `what nobody has used for longer than is worth it is let die`() async throws {
        let world = world { $0.keepAliveSeconds = 100 * Self.day }
        let grant = try await world.put()
        world.clock.advance(seconds: 80 * Self.day)
        await keepAlive(world).work()
        #expect(world.provider.sent.count == 1)
        world.clock.advance(seconds: 80 * Self.day)
        await keepAlive(world).work()
        #expect(world.provider.sent.count == 1)
        _ = try await world.get(grant)
        world.clock.advance(seconds: 80 * Self.day)
        await keepAlive(world).work()
        #expect(world.provider.sent.count == 3, "a use makes it worth it again")
    }

    @Test func `age, a needed sign-in and a seal are respected`() async throws {
        let old = world { $0.lives.absoluteSeconds = 85 * Self.day }
        try await old.put()
        old.clock.advance(seconds: 80 * Self.day)
        await keepAlive(old).work()
        #expect(old.provider.sent.isEmpty)
        let world = world()
        let grant = try await world.put()
        try await world.put(Fixtures.put(Fixtures.key("user:default/bob")))
        world.clock.advance(seconds: 80 * Self.day)
        _ = try await world.store.requireReauth(
            grant.id, condemned: .first, reason: .refreshTokenRefused, at: world.clock.now())
        let gate = SealGate(isOpen: false)
        await keepAlive(world, gate: gate).work()
        #expect(world.provider.sent.isEmpty)
        gate.open()
        await keepAlive(world, gate: gate).work()
        #expect(world.provider.sent.count == 1)
        #expect(try world.store.grant(grant.id)?.generation == .first)
    }

    @Test func `an expiry that the provider told and does not move is tried once a day`() async throws {
        let world = world { $0.lives = .unknown }
        var put = Fixtures.put()
        put.refreshTokenExpiresAt = world.clock.now().adding(seconds: 100 * Self.day)
        try await world.put(put)
        world.provider.answer { _ in .refreshed(Fixtures.tokens("at")) }
        world.clock.advance(seconds: 95 * Self.day)
        let keepAlive = keepAlive(world)
        for _ in 0..<5 { await keepAlive.work() }
        #expect(world.provider.sent.count == 1)
        world.clock.advance(seconds: 5 * Self.day - 60)
        await keepAlive.work()
        #expect(world.provider.sent.count == 2)
        for _ in 0..<5 {
            world.clock.advance(seconds: 11)
            await keepAlive.work()
        }
        #expect(world.provider.sent.count == 2)
    }

    @Test func `a round refreshes a bounded number, and a provider that fails is left alone for a while`() async throws
    {
        let world = world()
        for number in 0..<40 { try await world.put(Fixtures.put(Fixtures.key("user:default/u\(number)"))) }
        world.clock.advance(seconds: 89 * Self.day)
        let keepAlive = keepAlive(world)
        await keepAlive.work()
        #expect(world.provider.sent.count == KeepAlive.most)
        world.provider.answer { _ in .transient(.serverError, retryAfterSeconds: nil) }
        await keepAlive.work()
        let tried = world.provider.sent.count
        #expect(tried > KeepAlive.most)
        await keepAlive.work()
        await keepAlive.work()
        #expect(world.provider.sent.count == tried)
        world.provider.answer { _ in .refreshed(Fixtures.tokens("at", refreshToken: "rt")) }
        world.clock.advance(seconds: 301)
        await keepAlive.work()
        #expect(world.provider.sent.count > tried)
    }

    @Test func `grants of one moment are spread over a quarter of the lead time`() {
        let put = Timestamp(seconds: 1_000_000)
        var grant = Grant(
            id: Fixtures.grantID(1), subject: Fixtures.subject(), provider: Fixtures.providerName(), account: .unknown,
            scopes: .empty, createdAt: put, updatedAt: put)
        grant.death = GrantDeath(at: put.adding(seconds: 4_000), reason: .idleLife)
        func due(_ jitter: UInt64, at seconds: Int64) -> Bool {
            KeepAliveRule.isDue(grant, within: 9_999, jitter: jitter, at: put.adding(seconds: seconds))
        }
        #expect(!due(0, at: 2_999) && due(0, at: 3_000))
        #expect(!due(249, at: 3_248) && due(249, at: 3_249))
        #expect(due(250, at: 3_000), "it goes round")
    }
}
