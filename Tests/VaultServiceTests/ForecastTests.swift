import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// What will die is told before it does.
@Suite(.timeLimit(.minutes(5))) struct ForecastTests {
    private static let day: Int64 = 86_400

    private func world(_ lives: RefreshTokenLives, rotation: RotationRule = .rotates, store: InMemoryGrantStore? = nil)
        -> World
    {
        var provider = Fixtures.provider(rotation: rotation)
        provider.lives = lives
        return World(providers: [provider, Fixtures.provider("plain")], store: store ?? InMemoryGrantStore())
    }

    private func expiring(_ world: World, within days: Int64, limit: Int = 100, after: GrantPlace? = nil) throws
        -> GrantPage
    {
        try world.grants.list(
            GrantFilter(expiringWithinSeconds: days * Self.day, after: after, limit: limit),
            Fixtures.permit(.grantList, at: nil))
    }

    @Test func `a list of what expires has the first to die first, and says when and of what`() async throws {
        let world = world(RefreshTokenLives(absoluteSeconds: 365 * Self.day, idleSeconds: 10 * Self.day))
        var soon = Fixtures.put(Fixtures.key("user:default/soon"))
        soon.refreshTokenExpiresAt = world.clock.now().adding(seconds: 3 * Self.day)
        let idle = try await world.put(Fixtures.put(Fixtures.key("user:default/idle")))
        try await world.put(soon)
        try await world.put(Fixtures.put(Fixtures.key("user:default/kept", at: "plain")))
        let page = try expiring(world, within: 14)
        #expect(page.grants.map(\.subject.text) == ["user:default/soon", "user:default/idle"])
        #expect(page.grants.first?.death?.reason == .refreshTokenExpires)
        #expect(
            page.grants.last?.death
                == GrantDeath(at: idle.createdAt.adding(seconds: 10 * Self.day), reason: .idleLife))
        #expect(try expiring(world, within: 9).grants.count == 1)
        world.clock.advance(seconds: 4 * Self.day)
        #expect(try expiring(world, within: 14).grants.map(\.id) == [idle.id], "what is dead is not dying")
    }

    @Test func `pages of what expires follow each other`() async throws {
        let world = world(RefreshTokenLives(idleSeconds: Self.day))
        for number in 1...5 { try await world.put(Fixtures.put(Fixtures.key("user:default/u\(number)"))) }
        var (seen, place): ([Int64], GrantPlace?) = ([], nil)
        repeat {
            let page = try expiring(world, within: 2, limit: 2, after: place)
            seen += page.grants.map(\.id.rawValue)
            place = page.next.flatMap { GrantPlace($0.text) }
        } while place != nil
        #expect(seen == [1, 2, 3, 4, 5])
    }

    @Test func `a refresh puts the idle death off, and what the provider says counts from then on`() async throws {
        let world = world(RefreshTokenLives(idleSeconds: 10 * Self.day))
        let grant = try await world.put()
        world.clock.advance(seconds: 9 * Self.day)
        world.provider.answerOnce(.refreshed(Fixtures.tokens("at-1", refreshToken: "rt-2")))
        _ = try await world.get(grant)
        let idle = GrantDeath(at: world.clock.now().adding(seconds: 10 * Self.day), reason: .idleLife)
        #expect(try world.store.grant(grant.id)?.death == idle)
        world.provider.answerOnce(
            .refreshed(Fixtures.tokens("at-2", refreshToken: "rt-3", refreshTokenExpiresIn: 60)))
        _ = try await world.get(grant, force: true)
        #expect(
            try world.store.grant(grant.id)?.death
                == GrantDeath(at: world.clock.now().adding(seconds: 60), reason: .refreshTokenExpires))
        try await world.put()
        #expect(try world.store.grant(grant.id)?.death == idle, "a new lineage knows nothing of the old one's expiry")
        #expect(try world.store.grant(grant.id)?.putAt == world.clock.now())
    }

    @Test func `other lives in the configuration are written to all grants of the provider, once`() async throws {
        let world = world(.unknown)
        var put = Fixtures.put(Fixtures.key("user:default/u0"))
        put.refreshTokenExpiresAt = world.clock.now().adding(seconds: 5)
        let told = try await world.put(put)
        for number in 1...6 { try await world.put(Fixtures.put(Fixtures.key("user:default/u\(number)"))) }
        let other = try await world.put(Fixtures.put(Fixtures.key(at: "plain")))
        var provider = Fixtures.provider()
        provider.lives = RefreshTokenLives(idleSeconds: Self.day)
        world.context.reload(providers: [provider, Fixtures.provider("plain")], tokens: TokenSettings())
        let keeping = ForecastKeeping(world.context, store: world.store, step: 2)
        await keeping.work()
        let deaths = try world.store.list(GrantFilter()).map { $0.death?.reason }
        #expect(deaths == [.refreshTokenExpires] + Array(repeating: .idleLife, count: 6) + [nil])
        #expect(try world.store.grant(told.id)?.death?.at == put.refreshTokenExpiresAt)
        #expect(try world.store.grant(other.id)?.death == nil)
        let writes = world.store.writeCount
        await keeping.work()
        #expect(world.store.writeCount == writes, "nothing has changed since")
        world.context.reload(providers: [Fixtures.provider(), Fixtures.provider("plain")], tokens: TokenSettings())
        await keeping.work()
        #expect(try world.store.list(GrantFilter()).filter { $0.death != nil }.map(\.id) == [told.id])
    }

    @Test func `a forecast that cannot be written is made the next time`() async throws {
        let world = world(.unknown)
        let grant = try await world.put()
        var provider = Fixtures.provider()
        provider.lives = RefreshTokenLives(idleSeconds: Self.day)
        world.context.reload(providers: [provider], tokens: TokenSettings())
        let keeping = ForecastKeeping(world.context, store: world.store)
        world.store.failWrites(with: .failed(reason: "as the test wants it"))
        await keeping.work()
        world.store.failWrites(with: nil)
        #expect(try world.store.grant(grant.id)?.death == nil)
        #expect(try world.store.forecastLives().isEmpty)
        await keeping.work()
        #expect(try world.store.grant(grant.id)?.death?.reason == .idleLife)
    }
}
