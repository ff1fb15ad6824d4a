import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

@Suite(.timeLimit(.minutes(5))) struct ExpiryNoticesTests {
    private static let day: Int64 = 86_400
    private let world: World

    init() {
        var provider = Fixtures.provider()
        provider.lives = RefreshTokenLives(absoluteSeconds: 365 * Self.day, idleSeconds: 90 * Self.day)
        world = World(providers: [provider])
    }

    private var told: [AuditEvent] { world.audit.events.filter { $0.kind == .refreshTokenExpiring } }

    private func notices(batch: Int = 256) -> ExpiryNotices {
        ExpiryNotices(world.context, store: world.store, batch: batch)
    }

    @Test func `a coming death is told once, with its moment, over rounds and restarts`() async throws {
        let grant = try await world.put()
        let notices = notices()
        world.clock.advance(seconds: 75 * Self.day)
        await notices.work()
        #expect(told.isEmpty)
        world.clock.advance(seconds: 2 * Self.day)
        await notices.work()
        let event = try #require(told.first)
        #expect(event.grant == grant.id && event.subject == grant.subject && event.provider == grant.provider)
        #expect(event.reason == "idle_life" && event.diesAt == grant.createdAt.adding(seconds: 90 * Self.day))
        #expect(event.caller == nil && event.outcome == .done)
        await notices.work()
        await self.notices().work()
        #expect(told.count == 1)
        #expect(world.audit.waiting.isEmpty, "it is written before it is remembered")
    }

    @Test func `a death that moved away is news when it comes near again`() async throws {
        let grant = try await world.put()
        world.clock.advance(seconds: 80 * Self.day)
        await notices().work()
        world.provider.answerOnce(.refreshed(Fixtures.tokens("at", refreshToken: "rt-2")))
        _ = try await world.get(grant)
        await notices().work()
        #expect(told.count == 1)
        world.clock.advance(seconds: 80 * Self.day)
        await notices().work()
        #expect(told.count == 2)
    }

    @Test func `nothing is told of a dead grant, of one that needs its user, or with a lead time of 0`() async throws {
        let dead = try await world.put()
        let condemned = try await world.put(Fixtures.put(Fixtures.key("user:default/bob")))
        world.clock.advance(seconds: 80 * Self.day)
        var off = GrantSettings()
        off.noticeSeconds = 0
        world.context.settings.replace(grants: off)
        await notices().work()
        #expect(told.isEmpty)
        world.context.settings.replace(grants: GrantSettings())
        _ = try await world.store.requireReauth(
            condemned.id, condemned: .first, reason: .refreshTokenRefused, at: world.clock.now())
        world.clock.advance(seconds: 11 * Self.day)
        await notices().work()
        #expect(told.isEmpty)
        #expect(try world.store.grant(dead.id)?.status == .active)
    }

    @Test func `what cannot be remembered is not told, and is told once when it can be`() async throws {
        _ = try await world.put()
        world.clock.advance(seconds: 80 * Self.day)
        world.store.failWrites(with: .failed(reason: "as the test wants it"))
        await notices().work()
        #expect(told.isEmpty)
        world.store.failWrites(with: nil)
        await notices().work()
        await notices().work()
        #expect(told.count == 1)
    }

    @Test func `one round tells a bounded number, and the next ones the others`() async throws {
        for number in 0..<40 { try await world.put(Fixtures.put(Fixtures.key("user:default/u\(number)"))) }
        world.clock.advance(seconds: 80 * Self.day)
        let notices = notices(batch: 2)
        await notices.work()
        #expect(told.count == 32)
        await notices.work()
        #expect(Set(told.map(\.grant)).count == 40 && told.count == 40)
    }
}
