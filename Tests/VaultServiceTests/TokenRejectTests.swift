import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

@Suite(.timeLimit(.minutes(5))) struct TokenRejectTests {
    private func cached(_ world: World, _ token: String = "at-1") async throws -> Grant {
        try await world.put(
            Fixtures.put(accessToken: token, expiresAt: world.clock.now().adding(seconds: 3_600)))
    }

    @Test func `the rejected token is dropped from memory and store and a new one is minted`() async throws {
        let world = World()
        let grant = try await cached(world)
        world.provider.answer { _ in
            #expect(world.cachedHead(grant) == nil)
            #expect((try? world.store.cachedToken(grant.id, scopes: nil))?.expiresAt == nil)
            return .refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2"))
        }
        #expect(try await world.reject("at-1", of: grant).accessToken.exposed == "at-2")
        #expect(world.kinds() == [.grantStored, .tokenRejected, .tokenMinted])
        #expect(world.audit.events[1].method == .tokenReject)
    }

    @Test func `a token that is not the current one any more is answered by the current one without a refresh`()
        async throws
    {
        let world = World()
        let grant = try await cached(world)
        #expect(try await world.reject("at-0", of: grant).accessToken.exposed == "at-1")
        #expect(try await world.reject("at-11", of: grant).accessToken.exposed == "at-1")
        #expect(try await world.reject("", of: grant).accessToken.exposed == "at-1")
        #expect(world.provider.sent.isEmpty)
        #expect(world.kinds() == [.grantStored])
    }

    @Test(arguments: ["at-1", "q\"uote\\back"])
    func `a thousand callers who reject the same token cause one refresh`(token: String) async throws {
        let world = World()
        let grant = try await cached(world, token)
        world.provider.answer { _ in .refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2")) }
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<1_000 { group.addTask { try await world.reject(token, of: grant).accessToken.exposed } }
            for try await token in group { #expect(token == "at-2") }
        }
        #expect(world.provider.sent.count == 1)
        #expect(world.kinds() == [.grantStored, .tokenRejected, .tokenMinted])
    }

    @Test func `also in an outage they share one try`() async throws {
        let world = World()
        let grant = try await cached(world)
        world.provider.answer { _ in .transient(.unreachable, retryAfterSeconds: nil) }
        world.provider.hold()
        // Whoever comes while the first drops the token waits for its turn, and then asks for itself.
        let first = Task { try await world.reject("at-1", of: grant) }
        await world.provider.asked(1)
        let callers = [first] + (1..<100).map { _ in Task { try await world.reject("at-1", of: grant) } }
        await untilTrue { world.tokens.refresher.waiting(grant, scopes: nil) == 100 }
        world.provider.release()
        for caller in callers { await #expect(throws: VaultError.self) { try await caller.value } }
        #expect(world.provider.sent.count == 1)
    }

    @Test func `a rejection that comes during a refresh takes its outcome`() async throws {
        let world = World()
        let grant = try await cached(world)
        world.provider.answer { _ in .refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2")) }
        world.provider.hold()
        async let forced = world.get(grant, force: true)
        await world.provider.asked(1)
        async let rejected = world.reject("at-1", of: grant)
        await untilTrue { world.order.waiting(of: grant.key) == 1 }
        world.provider.release()
        #expect(try await forced.accessToken.exposed == "at-2")
        #expect(try await rejected.accessToken.exposed == "at-2")
        #expect(world.provider.sent.count == 1)
    }

    @Test func `the rejected token is served from memory no more while the rejection waits for its turn`() async throws
    {
        let world = World()
        let grant = try await cached(world)
        world.provider.answer { _ in .refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2")) }
        let gate = Gate()
        let holder = Task { await world.order.inTurn(of: grant.key) { await gate.pass() } }
        await gate.reached()
        async let rejected = world.reject("at-1", of: grant)
        await untilTrue { world.order.waiting(of: grant.key) == 1 }
        #expect(world.cachedHead(grant) == nil)
        gate.open()
        await holder.value
        #expect(try await rejected.accessToken.exposed == "at-2")
    }

    @Test func `a rejected narrow token is replaced by a narrow one`() async throws {
        let world = World(rotation: .none, narrowing: .perToken)
        let grant = try await world.put()
        let count = Counter()
        world.provider.answer { request in
            .refreshed(Fixtures.tokens("\(request.scopes?.spaceSeparated ?? "full")-\(count.add())"))
        }
        let narrow = Fixtures.scopes("read")
        #expect(try await world.get(grant, scopes: narrow).accessToken.exposed == "read-1")
        #expect(try await world.reject("read-1", of: grant, scopes: narrow).accessToken.exposed == "read-2")
        #expect(try await world.reject("read-1", of: grant, scopes: narrow).accessToken.exposed == "read-2")
    }
}
