import Synchronization
import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// How counts come into the store and out of it.
@Suite(.timeLimit(.minutes(5))) struct ScopeUseServiceTests {
    private let world = World()
    private let uses: ScopeUseService
    private let calls: ScopeUseKey

    init() throws {
        uses = ScopeUseService(world.context, store: world.store)
        calls = ScopeUseKey(client: try ClientName("backend"), provider: Fixtures.providerName(), kind: .open)
    }

    private func call() {
        uses.tally.note(
            calls.client, Fixtures.providerName(), asked: nil, carried: Fixtures.scopes("read"), held: .empty,
            at: world.clock.now())
    }

    private func stored() throws -> ScopeUses { try world.store.scopeUses(from: 0, of: nil) }

    @Test func `a flush that failed loses nothing and doubles nothing`() async throws {
        call()
        world.store.failWrites(with: .failed(reason: "the disk is full"))
        await #expect(throws: StoreFailure.self) { try await uses.flush() }
        #expect(try stored() == ScopeUses())
        call()
        await #expect(throws: StoreFailure.self) { try await uses.flush() }
        world.store.failWrites(with: nil)
        for _ in 0..<2 { try await uses.flush() }
        #expect(try stored().counts[calls] == 2)
    }

    @Test func `of many writes the one that fails takes none of the others with it`() async throws {
        let scopes = (0..<3 * ScopeUseService.batch).map { "s\($0)" }
        for scope in scopes {
            uses.tally.note(calls.client, Fixtures.providerName(), .used, [scope], at: world.clock.now())
        }
        let failing = FailingOnce(world.store, at: 2)
        let service = ScopeUseService(world.context, store: failing)
        await #expect(throws: StoreFailure.self) { try await service.flush() }
        #expect(try stored().counts.values.reduce(0, +) == Int64(ScopeUseService.batch))
        try await service.flush()
        // Beyond the room of a day the rest is untold; all of them are there once.
        #expect(try stored().counts.values.reduce(0, +) == Int64(scopes.count))
    }

    @Test func `what waits for the store keeps its day`() async throws {
        let day = world.clock.now().day
        call()
        world.store.failWrites(with: .failed(reason: "the disk is full"))
        await #expect(throws: StoreFailure.self) { try await uses.flush() }
        world.store.failWrites(with: nil)
        world.clock.advance(seconds: Timestamp.daySeconds)
        call()
        try await uses.flush()
        #expect(try world.store.scopeUses(from: day, of: nil).counts[calls] == 2)
        #expect(try world.store.scopeUses(from: day + 1, of: nil).counts[calls] == 1)
    }

    @Test func `days beyond those that are kept go`() async throws {
        call()
        try await uses.flush()
        world.clock.advance(seconds: ScopeUses.keptDays * Timestamp.daySeconds - 1)
        call()
        try await uses.flush()
        let isFirstDayOver = world.clock.now().day - ScopeUses.keptDays >= 0
        world.clock.advance(seconds: Timestamp.daySeconds)
        call()
        try await uses.flush()
        #expect(isFirstDayOver)
        #expect(try stored().counts[calls] == 2)
    }

    @Test func `the loop notes when counting began, writes when its time has come and once more at the end`()
        async throws
    {
        let began = world.clock.now()
        let ticks = Gate()
        let keeping = ScopeUseKeeping(uses, everyMilliseconds: 10) { _ in await ticks.pass() }
        let loop = Task { await keeping.run() }
        await ticks.reached()
        #expect(try stored() == ScopeUses(recordedSince: began))
        call()
        ticks.open()
        await untilTrue { (try? stored().counts[calls]) == 1 }
        keeping.stop()
        call()
        await loop.value
        await keeping.flush()
        #expect(try stored().counts[calls] == 2)
        #expect(try stored().recordedSince == began)
    }

    @Test func `a report is of what was counted up to now`() async throws {
        let rule = ClientRule(methods: [.tokenGet], providers: .all)
        let policy = Policy(
            clients: [ClientSettings(name: calls.client, selectors: [], rules: [rule])],
            providers: world.context.registry)
        call()
        let report = try await uses.report(ScopeQuestion(), under: policy, Fixtures.permit(.reportScopes, at: nil))
        #expect(report.entries.map(\.openCalls) == [1] && report.entries.first?.granted == ["read"])
        await #expect(throws: VaultError.self) {
            try await uses.report(ScopeQuestion(), under: policy, Fixtures.permit(.keyStatus, at: nil))
        }
        world.store.failWrites(with: .failed(reason: "the disk is full"))
        await #expect(throws: VaultError.self) {
            try await uses.report(ScopeQuestion(), under: policy, Fixtures.permit(.reportScopes, at: nil))
        }
    }
}

/// Refuses one write.
private final class FailingOnce: ScopeUseStore {
    private let store: InMemoryGrantStore
    private let left: Mutex<Int>

    init(_ store: InMemoryGrantStore, at number: Int) {
        self.store = store
        left = Mutex(number)
    }

    func add(_ counts: ScopeCounts, day: Int64, since: Timestamp, keeping first: Int64) async throws(StoreFailure) {
        let isIt = left.withLock { left in
            left -= 1
            return left == 0
        }
        if isIt { throw .failed(reason: "the disk is full") }
        try await store.add(counts, day: day, since: since, keeping: first)
    }

    func scopeUses(from day: Int64, of client: ClientName?) throws(StoreFailure) -> ScopeUses {
        try store.scopeUses(from: day, of: client)
    }
}
