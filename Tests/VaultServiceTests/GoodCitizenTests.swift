import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// How often providers are asked: limits, Retry-After, and what asking again would only hear again.
@Suite(.timeLimit(.minutes(5))) struct GoodCitizenTests {
    private static let acme = provider("acme", ProviderLimits(requestsPerSecond: 1, burst: 2, inFlight: 2))

    private static func acme(named name: String) -> ProviderSettings { provider(name, acme.limits) }

    private static func provider(_ name: String, _ limits: ProviderLimits) -> ProviderSettings {
        var provider = Fixtures.provider(name)
        provider.limits = limits
        return provider
    }

    private static func key(_ number: Int, at provider: String = "acme") -> GrantKey {
        Fixtures.key("user:default/u\(number)", at: provider)
    }

    private static func put(_ world: World, _ count: Int) async throws -> [Grant] {
        var grants: [Grant] = []
        for number in 0..<count {
            grants.append(try await world.put(Fixtures.put(key(number), refreshToken: "rt-\(number)")))
        }
        return grants
    }

    @Test
    func `a refresh waits for its turn by the provider's rate, and beyond five seconds is told when to come back`()
        async throws
    {
        let pauses = Log<Int64>()
        let world = World(providers: [Self.acme], pause: { pauses.add($0) })
        world.provider.answer { _ in .refreshed(Fixtures.tokens("at", refreshToken: "new")) }
        let grants = try await Self.put(world, 9)
        for grant in grants[..<7] { _ = try await world.get(grant) }
        #expect(pauses.all == [1_000, 2_000, 3_000, 4_000, 5_000])
        for (grant, wait) in zip(grants[7...], [7_000, 8_000] as [Int64]) {
            await #expect(throws: VaultError.providerUnavailable(reason: .paced, retryAfterMilliseconds: wait)) {
                try await world.get(grant)
            }
        }
        #expect(world.provider.sent.count == 7)
        world.clock.advance(seconds: 7)
        _ = try await world.get(grants[7])
        #expect(try world.store.openIntents().isEmpty)
    }

    @Test func `a request that is sent a second time counts twice`() async throws {
        let pauses = Log<Int64>()
        var acme = Self.acme
        acme.rotation = .none
        let world = World(providers: [acme], pause: { pauses.add($0) })
        world.provider.answer { _ in .refreshed(Fixtures.tokens("at")) }
        world.provider.answerOnce(.unknown(.noAnswer))
        for grant in try await Self.put(world, 2) { _ = try await world.get(grant) }
        #expect(world.provider.sent.count == 3)
        #expect(pauses.all == [1_000])
    }

    @Test func `one provider's callers never wait for another's`() async throws {
        let pauses = Log<Int64>()
        let world = World(providers: [Self.acme, Self.acme(named: "other")], pause: { pauses.add($0) })
        let gate = Gate()
        world.provider.answer { request in
            if request.provider.name.text == "acme" { await gate.pass() }
            return .refreshed(Fixtures.tokens("at"))
        }
        let stuck = try await Self.put(world, 2)
        let waiting = stuck.map { grant in Task { try await world.get(grant) } }
        await gate.reached(by: 2)
        let grant = try await world.put(Fixtures.put(Self.key(1, at: "other")))
        _ = try await world.get(grant)
        #expect(pauses.all.isEmpty)
        gate.open()
        for task in waiting { _ = try await task.value }
    }

    @Test func `no more are under way than the provider's entry allows`() async throws {
        let limits = ProviderLimits(requestsPerSecond: 1_000, inFlight: 2)
        let world = World(providers: [Self.provider("acme", limits)], pause: { _ in await Forever.wait() })
        let inside = Counter()
        let most = Log<Int>()
        let gate = Gate()
        world.provider.answer { _ in
            most.add(inside.add())
            await gate.pass()
            inside.add(-1)
            return .refreshed(Fixtures.tokens("at", refreshToken: "new"))
        }
        let grants = try await Self.put(world, 6)
        let tasks = grants.map { grant in Task { try await world.get(grant) } }
        await gate.reached(by: 2)
        gate.open()
        for task in tasks { _ = try await task.value }
        #expect(most.all.count == 6)
        #expect(most.all.max() == 2)
    }

    @Test func `where a token still lives it is served instead of waiting for long`() async throws {
        let world = World(providers: [Self.acme])
        world.provider.answer { _ in .refreshed(Fixtures.tokens("at", refreshToken: "new")) }
        for grant in try await Self.put(world, 7) { _ = try await world.get(grant) }
        let old = Fixtures.put(
            Self.key(99), accessToken: "at-old", expiresAt: world.clock.now().adding(seconds: 10))
        let grant = try await world.put(old)
        #expect(try await world.get(grant).accessToken.exposed == "at-old")
    }

    @Test func `Retry-After holds for all of the provider's grants at once`() async throws {
        let world = World()
        let grants = try await Self.put(world, 2)
        world.provider.answer { _ in .transient(.rateLimited, retryAfterSeconds: 20) }
        await #expect(throws: VaultError.providerUnavailable(reason: .rateLimited, retryAfterMilliseconds: 20_000)) {
            try await world.get(grants[0])
        }
        world.clock.advance(seconds: 15)
        await #expect(throws: VaultError.providerUnavailable(reason: .breakerOpen, retryAfterMilliseconds: 5_000)) {
            try await world.get(grants[1])
        }
        #expect(world.provider.sent.count == 1)
        #expect(world.kinds().suffix(2) == [.providerHeldBack, .refreshFailed])
        world.clock.advance(seconds: 5)
        world.provider.answer { _ in .refreshed(Fixtures.tokens("at", refreshToken: "new")) }
        _ = try await world.get(grants[1])
        #expect(world.kinds().suffix(2) == [.providerRecovered, .tokenMinted])
    }

    @Test func `one grant's own long wait does not close the provider for all`() async throws {
        let world = World()
        let grants = try await Self.put(world, 2)
        world.provider.answerOnce(
            .transient(.rateLimited, retryAfterSeconds: 3_000), .refreshed(Fixtures.tokens("at", refreshToken: "new")))
        await #expect(throws: VaultError.self) { try await world.get(grants[0]) }
        world.clock.advance(seconds: 60)
        _ = try await world.get(grants[1])
        for force in [false, true] {
            await #expect(
                throws: VaultError.providerUnavailable(reason: .rateLimited, retryAfterMilliseconds: 2_940_000)
            ) { try await world.get(grants[0], force: force) }
        }
        #expect(world.provider.sent.count == 2)
    }

    @Test(
        arguments: [
            (.stepUp(claims: nil, nil), .stepUpRequired(claims: nil, providerError: nil)),
            (.consentRequired(nil), .consentRequired(providerError: nil)),
            (.blockedByPolicy(nil), .blockedByPolicy(providerError: nil)),
        ] as [(RefreshOutcome, VaultError)])
    func `what only the user or an administrator can change is not asked again for a while`(
        outcome: RefreshOutcome, error: VaultError
    ) async throws {
        let world = World()
        let grant = try await world.put()
        world.provider.answer { _ in outcome }
        for _ in 0..<3 { await #expect(throws: error) { try await world.get(grant) } }
        #expect(world.provider.sent.count == 1)
        await #expect(throws: error) { try await world.get(grant, force: true) }
        #expect(world.provider.sent.count == 2)
        world.clock.advance(seconds: 60)
        await #expect(throws: error) { try await world.get(grant) }
        #expect(world.provider.sent.count == 3)
        _ = try await world.put()
        world.provider.answer { _ in .refreshed(Fixtures.tokens("at-2")) }
        #expect(try await world.get(grant).accessToken.exposed == "at-2")
        #expect(world.context.recentRefusals.count == 0)
    }

    @Test func `a grace window that passes while a refresh waits is found to have passed`() async throws {
        let clock = ManualClock()
        let limits = ProviderLimits(requestsPerSecond: 1, burst: 2)
        var settings = Self.provider("acme", limits)
        settings.rotation = .rotatesWithGrace(seconds: 3)
        let world = World(providers: [settings], clock: clock, pause: { clock.advance(milliseconds: $0) })
        let grant = try await world.put()
        // Asked twice, so that the rate makes the third wait.
        world.provider.answer { _ in .unknown(.noAnswer) }
        await #expect(throws: VaultError.self) { try await world.get(grant) }
        for _ in 0..<3 { world.context.paces.charge(settings) }
        await #expect(throws: VaultError.reauthRequired(.lostRotation, providerError: nil)) {
            try await world.get(grant)
        }
        #expect(world.provider.sent.count == 2)
    }

    @Test func `revocations of a provider that does not answer are put off without being tried, and others are not`()
        async throws
    {
        let world = World(providers: [Fixtures.provider("acme"), Fixtures.provider("other")])
        world.provider.answerRevocations { _ in .retry(.unreachable, afterSeconds: nil) }
        for number in 0..<20 {
            let put = Fixtures.put(Self.key(number), refreshToken: "rt-\(number)")
            _ = try await world.revoke(try await world.put(put))
        }
        #expect(world.provider.revoked.count == 5)
        let far = world.clock.now().adding(seconds: 86_400)
        #expect(try world.store.dueRevocations(at: far, limit: 100).map(\.attempts).reduce(0, +) == 5)
        world.provider.answerRevocations { _ in .revoked }
        let put = Fixtures.put(Self.key(1, at: "other"), refreshToken: "rt-o")
        #expect(try await world.revoke(try await world.put(put)).upstream == .revoked)
        for _ in 0..<4 {
            world.clock.advance(seconds: 60)
            await world.revocations.workOff()
        }
        #expect(try world.store.pendingRevocations() == 0)
        #expect(world.provider.revoked.count == 5 + 1 + 20)
    }
}
