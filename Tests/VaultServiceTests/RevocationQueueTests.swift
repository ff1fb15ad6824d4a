import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

@Suite(.timeLimit(.minutes(5))) struct RevocationQueueTests {
    private let world = World()

    /// Leaves a job in the queue, tried once.
    private func queued(_ count: Int = 1) async throws {
        world.provider.answerRevocations { _ in .retry(.unreachable, afterSeconds: nil) }
        for number in 0..<count {
            let key = Fixtures.key("user:default/u\(number)")
            let grant = try await world.put(Fixtures.put(key, refreshToken: "rt-\(number)"))
            #expect(try await world.revoke(grant).upstream == .queued)
        }
    }

    @Test func `a job is tried again when it is due, also after a restart, until the provider answers`() async throws {
        try await queued()
        await world.revocations.workOff()
        #expect(world.provider.revoked.count == 1)
        world.clock.advance(seconds: 6)
        let next = world.restarted()
        await next.revocations.workOff()
        #expect(world.provider.revoked == ["rt-0", "rt-0"])
        #expect(try world.store.pendingRevocations() == 1)
        world.provider.answerRevocations { _ in .revoked }
        world.clock.advance(seconds: 11)
        await next.revocations.workOff()
        #expect(world.provider.revoked.count == 3)
        #expect(try world.store.pendingRevocations() == 0)
        #expect(next.kinds() == [.upstreamRevoked])
        #expect(next.audit.waiting.isEmpty)
    }

    @Test func `a Retry-After is kept`() async throws {
        world.provider.answerRevocations { _ in .retry(.rateLimited, afterSeconds: 600) }
        _ = try await world.revoke(try await world.put())
        world.clock.advance(seconds: 599)
        await world.revocations.workOff()
        #expect(world.provider.revoked.count == 1)
        world.clock.advance(seconds: 1)
        await world.revocations.workOff()
        #expect(world.provider.revoked.count == 2)
    }

    @Test func `a job is given up after seven days and the log says so`() async throws {
        try await queued()
        world.clock.advance(seconds: 7 * 86_400)
        await world.revocations.workOff()
        #expect(try world.store.pendingRevocations() == 0)
        let event = try #require(world.audit.events.last)
        #expect(event.kind == .upstreamRevokeFailed && event.reason == "gave_up")
        #expect(event.subject == Fixtures.subject("user:default/u0") && event.provider == Fixtures.providerName())
    }

    @Test func `jobs of a provider that left the configuration wait for it`() async throws {
        try await queued()
        world.context.reload(providers: [], tokens: TokenSettings())
        world.clock.advance(seconds: 10)
        await world.revocations.workOff()
        #expect(world.provider.revoked.count == 1)
        #expect(try world.store.pendingRevocations() == 1)
    }

    @Test func `a sealed vault leaves the queue as it is`() async throws {
        try await queued()
        world.clock.advance(seconds: 10)
        world.sealer.fail(with: .isSealed)
        await world.revocations.workOff()
        world.sealer.fail(with: nil)
        #expect(world.provider.revoked.count == 1)
        await world.revocations.workOff()
        #expect(world.provider.revoked.count == 2)
    }

    @Test func `hundreds of jobs are worked off, each once and a few at a time`() async throws {
        try await queued(300)
        let tried = world.provider.revoked.count
        let inside = Counter()
        world.provider.answerRevocations { _ in
            #expect(inside.add() <= 8)
            await Task.yield()
            inside.add(-1)
            return .revoked
        }
        // The first after the failures is let through alone.
        for _ in 0..<3 {
            world.clock.advance(seconds: 60)
            await world.revocations.workOff()
        }
        #expect(try world.store.pendingRevocations() == 0)
        #expect(world.provider.revoked.count == tried + 300)
        #expect(Set(world.provider.revoked).count == 300)
    }

    @Test func `a job in the hands of one is not tried by another`() async throws {
        let gate = Gate()
        try await queued()
        world.clock.advance(seconds: 10)
        world.provider.answerRevocations { _ in
            await gate.pass()
            return .revoked
        }
        async let first: Void = world.revocations.workOff()
        await gate.reached()
        await world.revocations.workOff()
        gate.open()
        await first
        #expect(world.provider.revoked.count == 2)
    }

    @Test func `the loop works when it is woken and ends when it is stopped`() async throws {
        try await queued()
        world.provider.answerRevocations { _ in .revoked }
        let loop = Task { await world.revocations.run() }
        world.clock.advance(seconds: 10)
        world.revocations.wake()
        await untilTrue { (try? world.store.pendingRevocations()) == 0 }
        world.revocations.stop()
        await loop.value
    }

    @Test func `the loop is woken for a job that was put off to before its next look, and not for one after it`()
        async throws
    {
        let waits = Log<Int64>()
        var settings = Fixtures.provider()
        settings.limits = ProviderLimits(requestsPerSecond: 1, burst: 1)
        let world = World(providers: [settings])
        let queue = RevocationQueue(world.context) { milliseconds in
            waits.add(milliseconds)
            await Forever.wait()
        }
        let grants = GrantService(world.context, order: world.order, revocations: queue)
        let loop = Task { await queue.run() }
        await untilTrue { waits.all == [60_000] }
        /// Without the deadlines of those who revoke.
        let looks: @Sendable () -> [Int64] = { waits.all.filter { $0 != 10_000 } }
        for (number, grant) in try await world.putMany(4).enumerated() {
            let receipt = try await grants.revoke(
                grant, Fixtures.permit(.grantRevoke, for: grant.key), caller: Fixtures.caller)
            #expect(receipt.upstream == (number == 0 ? .revoked : .queued))
            if number == 1 { await untilTrue { looks() == [60_000, 2_000] } }
        }
        // Long enough for a loop that was woken.
        for _ in 0..<1_000 { await Task.yield() }
        #expect(looks() == [60_000, 2_000])
        queue.stop()
        await loop.value
    }

    @Test func `the loop waits until the next job is due and for a minute when there is none`() async throws {
        let waits = Log<Int64>()
        let queue = RevocationQueue(world.context) { milliseconds in
            waits.add(milliseconds)
            await Forever.wait()
        }
        let loop = Task { await queue.run() }
        await untilTrue { waits.all == [60_000] }
        try await queued()
        queue.wake()
        await untilTrue { waits.all.count == 2 }
        #expect((1_000...5_000).contains(try #require(waits.all.last)))
        queue.stop()
        await loop.value
    }
}
