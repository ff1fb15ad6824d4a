import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// What has been dead for long is removed, and nothing else.
@Suite(.timeLimit(.minutes(5))) struct GrantReapTests {
    private static let day: Int64 = 86_400
    private let world: World

    init() {
        var provider = Fixtures.provider()
        provider.lives = RefreshTokenLives(idleSeconds: 30 * Self.day)
        world = World(providers: [provider, Fixtures.provider("plain")])
    }

    private func key(_ name: String, at provider: String = "plain") -> GrantKey {
        Fixtures.key("user:default/\(name)", at: provider)
    }

    private func condemned(
        _ name: String, _ reason: ReauthReason = .refreshTokenRefused
    ) async throws -> Grant {
        let grant = try await world.put(Fixtures.put(key(name)))
        _ = try await world.store.requireReauth(
            grant.id, condemned: grant.generation, reason: reason, at: world.clock.now())
        return grant
    }

    private func reap(_ order: ReapOrder, reaches: (Grant) -> Bool = { _ in true }) async throws(VaultError) -> ReapPage
    {
        try await world.grants.reap(
            order, Fixtures.permit(.grantReap, at: nil), caller: Fixtures.caller, reaches: reaches)
    }

    private func names(_ page: ReapPage) -> [String] { page.grants.map { String($0.subject.text.dropFirst(13)) } }

    private var reaped: [AuditEvent] { world.audit.events.filter { $0.kind == .grantReaped } }

    @Test func `only what has been dead for as long goes, and a dry run only tells`() async throws {
        let refused = try await condemned("refused")
        let idle = try await world.put(Fixtures.put(key("idle", at: "acme")))
        let kept = try await world.put(Fixtures.put(key("kept")))
        world.clock.advance(seconds: 31 * Self.day)
        let late = try await condemned("late")
        world.clock.advance(seconds: 9 * Self.day)
        let order = ReapOrder(olderThanSeconds: 10 * Self.day)
        var dry = order
        dry.isDryRun = true
        #expect(names(try await reap(dry)) == ["refused", "idle"])
        #expect(try world.store.grant(refused.id) != nil && reaped.isEmpty)
        let page = try await reap(order)
        #expect(names(page) == ["refused", "idle"] && page.next == nil)
        for grant in [refused, idle] { #expect(try world.store.grant(grant.id) == nil) }
        for grant in [kept, late] { #expect(try world.store.grant(grant.id) != nil) }
        #expect(Set(reaped.map(\.reason)) == ["refresh_token_refused", "idle_life"])
        #expect(reaped.allSatisfy { $0.caller == Fixtures.caller && $0.method == .grantReap && $0.grant != nil })
        #expect(try await reap(order).grants.isEmpty)
    }

    @Test func `a provider that may still hold the token is told, one that is done with it is not`() async throws {
        _ = try await condemned("refused", .refreshTokenRefused)
        _ = try await condemned("expired", .refreshTokenExpired)
        _ = try await condemned("lost", .lostRotation)
        _ = try await condemned("restored", .restored)
        world.clock.advance(seconds: Self.day)
        #expect(try await reap(ReapOrder(olderThanSeconds: 60)).grants.count == 4)
        let jobs = try world.store.dueRevocations(at: world.clock.now().adding(seconds: 99), limit: 9)
        #expect(Set(jobs.map(\.key)) == [key("lost"), key("restored")])
    }

    @Test func `a grant waits while an access token of it lives, and one that was put again stays`() async throws {
        let now = world.clock.now()
        var put = Fixtures.put(key("a"), accessToken: "at", expiresAt: now.adding(seconds: 900))
        put.refreshTokenExpiresAt = now.adding(seconds: 10)
        let living = try await world.put(put)
        let again = try await condemned("again")
        world.clock.advance(seconds: 600)
        #expect(names(try await reap(ReapOrder(olderThanSeconds: 60))) == ["again"])
        #expect(try world.store.grant(living.id) != nil)
        try await world.put(Fixtures.put(again.key))
        world.clock.advance(seconds: 301)
        #expect(names(try await reap(ReapOrder(olderThanSeconds: 60))) == ["a"])
        #expect(try world.store.grant(again.key)?.status == .active)
    }

    @Test func `what the configuration has come to say otherwise is not dead`() async throws {
        try await world.put(Fixtures.put(key("idle", at: "acme")))
        world.clock.advance(seconds: 60 * Self.day)
        world.context.reload(providers: [Fixtures.provider()], tokens: TokenSettings())
        #expect(try await reap(ReapOrder(olderThanSeconds: 60)).grants.isEmpty)
    }

    @Test func `pages, provider and reach narrow what goes`() async throws {
        for name in ["a", "b", "c", "d", "e"] { _ = try await condemned(name) }
        world.clock.advance(seconds: Self.day)
        #expect(try await reap(ReapOrder(olderThanSeconds: 60, provider: Fixtures.providerName("acme"))).grants.isEmpty)
        #expect(try await reap(ReapOrder(olderThanSeconds: 60), reaches: { _ in false }).grants.isEmpty)
        var order = ReapOrder(olderThanSeconds: 60, isDryRun: true, limit: 2)
        var pages: [[String]] = []
        repeat {
            let page = try await reap(order)
            pages.append(names(page))
            order.after = page.next
        } while order.after != nil
        #expect(pages == [["a", "b"], ["c", "d"], ["e"]])
        #expect(names(try await reap(ReapOrder(olderThanSeconds: 60, limit: 2))) == ["a", "b"])
        #expect(try world.store.list(GrantFilter()).count == 3)
    }

    @Test func `the permit of another method removes nothing`() async throws {
        _ = try await condemned("a")
        world.clock.advance(seconds: Self.day)
        await #expect(throws: VaultError.self) {
            try await world.grants.reap(
                ReapOrder(olderThanSeconds: 60), Fixtures.permit(.grantList, at: nil), caller: Fixtures.caller
            ) { _ in true }
        }
        #expect(try world.store.list(GrantFilter()).count == 1)
    }

    @Test func `by itself the vault removes what the configuration says, and nothing while it is sealed`() async throws
    {
        for number in 0..<70 { _ = try await condemned("u\(number)") }
        world.clock.advance(seconds: 2 * Self.day)
        let gate = SealGate(isOpen: true)
        let reaping = GrantReaping(world.grants, gate: gate)
        await reaping.work()
        #expect(try world.store.list(GrantFilter()).count == 70)
        var settings = GrantSettings()
        settings.reapAfterSeconds = Self.day
        world.context.settings.replace(grants: settings)
        gate.close()
        await reaping.work()
        #expect(try world.store.list(GrantFilter()).count == 70)
        gate.open()
        await reaping.work()
        #expect(try world.store.list(GrantFilter()).isEmpty)
        #expect(reaped.count == 70 && reaped.allSatisfy { $0.caller == nil && $0.method == nil })
    }
}
