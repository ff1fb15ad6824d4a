import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// What is in use is refreshed before it ends, so that nobody waits.
@Suite(.timeLimit(.minutes(5))) struct RefreshAheadTests {
    private let gate = SealGate(isOpen: true)

    private func world(_ ahead: Int64? = 300) -> World {
        var provider = Fixtures.provider()
        provider.refreshAheadSeconds = ahead
        let world = World(providers: [provider])
        world.provider.answer { request in
            .refreshed(Fixtures.tokens("at", expiresIn: 3_600, refreshToken: request.refreshToken.exposed + "+"))
        }
        return world
    }

    private func work(_ world: World, _ ahead: RefreshAhead? = nil) async {
        await (ahead ?? RefreshAhead(world.tokens, gate: gate)).work()
    }

    @Test func `a token that was used is refreshed near its end, and callers find the new one`() async throws {
        let world = world()
        let grant = try await world.put()
        _ = try await world.get(grant)
        // What the store is told of uses in between takes nothing away.
        await LastUseFlusher(world.context).flush()
        world.clock.advance(seconds: 3_200)
        await work(world)
        #expect(world.provider.sent.count == 1)
        world.clock.advance(seconds: 180)
        await work(world)
        #expect(world.provider.sent.count == 2)
        #expect(try await world.get(grant, minimumLife: 3_000).generation.number == 3)
        #expect(world.provider.sent.count == 2)
        let minted = try #require(world.audit.events.last { $0.kind == .tokenMinted })
        #expect(minted.caller == nil && minted.method == nil && minted.reason == "refresh_ahead")
    }

    @Test func `one that nobody has used since it was minted is let end`() async throws {
        let world = world()
        let grant = try await world.put()
        _ = try await world.get(grant)
        world.clock.advance(seconds: 3_400)
        await work(world)
        #expect(world.provider.sent.count == 2)
        world.clock.advance(seconds: 3_400)
        await work(world)
        #expect(world.provider.sent.count == 2)
    }

    @Test func `it is off unless it is configured, and while the vault is sealed`() async throws {
        let off = world(nil)
        _ = try await off.get(try await off.put())
        off.clock.advance(seconds: 3_500)
        await work(off)
        #expect(off.provider.sent.count == 1)
        let sealed = world()
        _ = try await sealed.get(try await sealed.put())
        sealed.clock.advance(seconds: 3_500)
        gate.close()
        await work(sealed)
        #expect(sealed.provider.sent.count == 1)
        gate.open()
        await work(sealed)
        #expect(sealed.provider.sent.count == 2)
    }

    @Test func `a round refreshes a bounded number, and a provider that fails is left alone for a while`() async throws
    {
        let world = world()
        for number in 0..<80 {
            _ = try await world.get(try await world.put(Fixtures.put(Fixtures.key("user:default/u\(number)"))))
        }
        world.clock.advance(seconds: 3_400)
        let ahead = RefreshAhead(world.tokens, gate: gate)
        await work(world, ahead)
        #expect(world.provider.sent.count == 80 + RefreshAhead.most)
        world.provider.answer { _ in .transient(.serverError, retryAfterSeconds: nil) }
        await work(world, ahead)
        let tried = world.provider.sent.count
        #expect(tried > 80 + RefreshAhead.most)
        await work(world, ahead)
        #expect(world.provider.sent.count == tried)
    }

    @Test func `a grant that its provider refuses rests alone`() async throws {
        let world = world()
        let refused = try await world.put(Fixtures.put(refreshToken: "refused"))
        let other = try await world.put(Fixtures.put(Fixtures.key("user:default/bob")))
        for grant in [refused, other] { _ = try await world.get(grant) }
        world.provider.answer { request in
            request.refreshToken.exposed.hasPrefix("refused")
                ? .consentRequired(nil) : .refreshed(Fixtures.tokens("at", expiresIn: 200, refreshToken: "rt"))
        }
        world.clock.advance(seconds: 3_400)
        let ahead = RefreshAhead(world.tokens, gate: gate)
        for _ in 0..<3 { await work(world, ahead) }
        #expect(world.provider.sent.count == 4, "each was tried once")
        _ = try await world.get(other)
        // The other's new token ends within the rest that a provider would have; the refused one's is not over yet.
        world.clock.advance(seconds: 135)
        #expect(try await world.get(refused).expiresAt > world.clock.now())
        await work(world, ahead)
        #expect(world.provider.sent.count == 5)
    }

    @Test func `never before half of a token's life, and spread over the first quarter of the time`() {
        let minted = Timestamp(seconds: 1_000_000)
        func due(_ seconds: Int64, ahead: Int64, life: Int64 = 1_000, jitter: UInt64 = 0) -> Bool {
            RefreshAheadRule.isDue(
                minted: minted, expires: minted.adding(seconds: life), ahead: ahead, jitter: jitter,
                at: minted.adding(seconds: seconds))
        }
        #expect(!due(899, ahead: 100) && due(900, ahead: 100))
        #expect(!due(499, ahead: 9_999) && due(500, ahead: 9_999))
        #expect(!due(923, ahead: 100, jitter: 24) && due(924, ahead: 100, jitter: 24))
        #expect(!due(1_000, ahead: 100), "it has ended")
    }
}
