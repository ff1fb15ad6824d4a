import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// Whatever happens to the clock, nothing that has ended lives again, and what is used goes on (requirements 25, 26, 36).
@Suite(.timeLimit(.minutes(5))) struct SessionClockTests {
    private static let jumps: [Int64] = [1, 60, 3_600, 86_400, 366 * 86_400, 3_653 * 86_400]

    @Test(arguments: jumps) func `a clock that is set back lets nothing live longer`(jump: Int64) async throws {
        let world = SessionWorld()
        let opened = try await world.create()
        world.clock.advance(seconds: 900)
        world.clock.setWall(to: world.clock.now().adding(seconds: -jump))
        #expect(try await world.found(opened.handle) == opened.session.id)
        // Real time goes on.
        world.clock.advance(seconds: 1_799)
        #expect(try await world.found(opened.handle) == opened.session.id)
        world.clock.advance(seconds: 1_800)
        #expect(try await world.found(opened.handle) == nil)
    }

    @Test(arguments: jumps) func `what ended by a clock set forward stays ended when it is set back`(
        jump: Int64
    ) async throws {
        let world = SessionWorld()
        let opened = try await world.create()
        let before = world.clock.now()
        world.clock.setWall(to: before.adding(seconds: jump))
        let isOver = jump >= SessionClass.browser.idleSeconds
        #expect(try await world.found(opened.handle) == (isOver ? nil : opened.session.id))
        world.clock.setWall(to: before)
        #expect(try await world.found(opened.handle) == (isOver ? nil : opened.session.id))
        #expect(try await world.restarted().found(opened.handle) == (isOver ? nil : opened.session.id))
    }

    @Test(arguments: jumps) func `after a restart with an older clock no session lives longer than its limits`(
        jump: Int64
    ) async throws {
        let world = SessionWorld()
        let opened = try await world.create()
        await world.keeping.flush()
        world.clock.setWall(to: world.clock.now().adding(seconds: -jump))
        let next = world.restarted()
        let lives = jump <= SessionLife.clockSlackSeconds
        #expect(try await next.found(opened.handle) == (lives ? opened.session.id : nil))
        next.clock.advance(seconds: SessionClass.browser.idleSeconds + SessionLife.clockSlackSeconds)
        #expect(try await next.found(opened.handle) == nil)
    }

    @Test func `a machine that slept finds its sessions over`() async throws {
        let world = SessionWorld()
        let opened = try await world.create()
        // The interval clock stands still in suspend (clock_gettime(2), CLOCK_MONOTONIC), the wall clock does not.
        world.clock.setWall(to: world.clock.now().adding(seconds: 1_800))
        #expect(try await world.found(opened.handle) == nil)
    }

    @Test func `a session that is open over the end of 2038's seconds goes on`() async throws {
        let clock = ManualClock(at: Timestamp(seconds: 2_147_483_600))
        let world = SessionWorld(nil, World(clock: clock))
        let opened = try await world.create()
        clock.advance(seconds: 100)
        #expect(try await world.found(opened.handle) == opened.session.id)
        #expect(try await world.restarted().found(opened.handle) == opened.session.id)
    }

    @Test func `look-ups are written in batches, and a crash before that ends a session early, never late`()
        async throws
    {
        let world = SessionWorld()
        let opened = try await world.create()
        let writes = world.world.store.writeCount
        world.clock.advance(seconds: 100)
        for _ in 0..<50 { try await world.lookUp(opened.handle) }
        #expect(world.world.store.writeCount == writes)
        // The crash: nothing was written.
        let crashed = world.restarted()
        world.clock.advance(seconds: 1_700)
        #expect(try await crashed.found(opened.handle) == nil)

        let other = try await world.create()
        world.clock.advance(seconds: 100)
        try await world.lookUp(other.handle)
        await world.keeping.flush()
        let next = world.restarted()
        world.clock.advance(seconds: 1_799)
        #expect(try await next.found(other.handle) == other.session.id)
    }

    @Test func `what is over is cleaned up in batches, and what was looked up meanwhile is not`() async throws {
        let world = SessionWorld()
        var opened: [OpenedSession] = []
        for number in 0..<5 { opened.append(try await world.create("user:default/\(number)")) }
        world.clock.advance(seconds: 1_000)
        try await world.lookUp(opened[3].handle)
        world.clock.advance(seconds: 800)
        await world.keeping.work()
        #expect(try world.world.store.sessions(SessionFilter()).map(\.session.id) == [opened[3].session.id])
        #expect(try await world.found(opened[3].handle) == opened[3].session.id)
        #expect(world.reasons().count { $0 == "over" } == 4)
    }

    @Test func `look-ups that could not be written are written with the next`() async throws {
        let world = SessionWorld()
        let opened = try await world.create()
        world.clock.advance(seconds: 10)
        try await world.lookUp(opened.handle)
        world.world.store.failWrites(with: .failed(reason: "as the test wants it"))
        await world.keeping.flush()
        world.world.store.failWrites(with: nil)
        await world.keeping.flush()
        #expect(try world.world.store.session(opened.session.id)?.session.lastSeenAt == world.clock.now())
    }
}
