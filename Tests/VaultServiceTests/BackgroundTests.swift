import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

@Suite(.timeLimit(.minutes(5))) struct WakeUpTests {
    private let wakeUp = WakeUp()

    @Test func `time, a call and the end all end the waiting, and only the end says so`() async {
        #expect(await wakeUp.wait(milliseconds: 5) { _ in })
        let sleeping = Task { await wakeUp.wait(milliseconds: 5) { _ in await Forever.wait() } }
        wakeUp.call()
        #expect(await sleeping.value)
        let last = Task { await wakeUp.wait(milliseconds: 5) { _ in await Forever.wait() } }
        wakeUp.stop()
        #expect(await !last.value)
        #expect(await !wakeUp.wait(milliseconds: 5) { _ in await Forever.wait() })
    }

    @Test func `a call while nobody waits is kept, once`() async {
        wakeUp.call()
        wakeUp.call()
        #expect(await wakeUp.wait(milliseconds: 5) { _ in await Forever.wait() })
        let pauses = Log<Int64>()
        #expect(await wakeUp.wait(milliseconds: 7) { pauses.add($0) })
        #expect(pauses.all == [7])
    }
}

@Suite(.timeLimit(.minutes(5))) struct LastUseFlusherTests {
    private let world = World()

    private func used() async throws -> Grant {
        let soon = world.clock.now().adding(seconds: 1_000)
        let grant = try await world.put(Fixtures.put(accessToken: "at", expiresAt: soon))
        _ = try await world.get(grant)
        return grant
    }

    @Test func `the loop writes when its time has come and once more at the end`() async throws {
        let ticks = Gate()
        let flusher = LastUseFlusher(world.context, everyMilliseconds: 10) { _ in await ticks.pass() }
        let loop = Task { await flusher.run() }
        await ticks.reached()
        let grant = try await used()
        ticks.open()
        await untilTrue { (try? world.store.grant(grant.id))??.lastUsedAt == world.clock.now() }
        world.clock.advance(seconds: 1)
        flusher.stop()
        _ = try await world.get(grant)
        await loop.value
        await flusher.flush()
        #expect(try world.store.grant(grant.id)?.lastUsedAt == world.clock.now())
    }

    @Test func `stopping writes what was noted last`() async throws {
        let flusher = LastUseFlusher(world.context) { _ in await Forever.wait() }
        let loop = Task { await flusher.run() }
        let grant = try await used()
        flusher.stop()
        await loop.value
        #expect(try world.store.grant(grant.id)?.lastUsedAt == world.clock.now())
    }

    @Test func `what could not be written is kept for the next time`() async throws {
        let flusher = LastUseFlusher(world.context) { _ in }
        let grant = try await used()
        world.store.failWrites(with: .failed(reason: "sync"))
        await flusher.flush()
        world.store.failWrites(with: nil)
        #expect(try world.grants.find(.id(grant.id)).lastUsedAt == world.clock.now())
        await flusher.flush()
        #expect(try world.store.grant(grant.id)?.lastUsedAt == world.clock.now())
    }

    @Test func `nothing used is nothing written`() async throws {
        _ = try await world.put()
        let writes = world.store.writeCount
        await LastUseFlusher(world.context) { _ in }.flush()
        #expect(world.store.writeCount == writes)
    }
}

@Suite(.timeLimit(.minutes(5))) struct ReloadTests {
    @Test func `a reload drops what was cached by the old rules and closes the breakers`() async throws {
        let world = World(narrowing: .lineage)
        let soon = world.clock.now().adding(seconds: 1_000)
        let grant = try await world.put(Fixtures.put(accessToken: "at", expiresAt: soon))
        world.provider.answerOnce(.clientFault(nil))
        await #expect(throws: VaultError.self) { try await world.get(grant, force: true) }
        world.context.reload(providers: [Fixtures.provider(narrowing: .perToken)], tokens: TokenSettings())
        #expect(world.cachedHead(grant) == nil)
        #expect(world.context.breakers.state(of: grant.provider) == .closed)
        #expect(try await world.get(grant).accessToken.exposed == "at")
        #expect(world.covers(#"["read"]"#, grant) == false)
    }
}
