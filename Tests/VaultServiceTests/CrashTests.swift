import Synchronization
import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// The process dies at each step of a refresh × each rotation rule × a short or a long time until the restart.
@Suite(.timeLimit(.minutes(5))) struct CrashTests {
    struct Case: CustomTestStringConvertible {
        let step: RefreshStep
        let rotation: RotationRule
        let secondsDown: Int64

        var testDescription: String { "\(step.rawValue), \(rotation), \(secondsDown) s" }

        /// Whether the grant mints again without its user.
        var survives: Bool {
            if step == .afterCommit { return true }
            switch rotation {
            case .none, .oldStaysValid: return true
            case .rotates, .revokesFamilyOnReuse: return false
            case .rotatesWithGrace(let seconds): return secondsDown < seconds
            }
        }
    }

    static let cases = RefreshStep.allCases.flatMap { step in
        RotationRule.everyKind.flatMap { rotation in
            [Int64(2), 60].map { Case(step: step, rotation: rotation, secondsDown: $0) }
        }
    }

    @Test(arguments: cases)
    func `nothing acknowledged is missing, no dead token is sent, a lost rotation is told`(item: Case) async throws {
        let clock = ManualClock()
        let server = LineageServer(item.rotation, clock: clock)
        let store = InMemoryGrantStore()
        let first = World(rotation: item.rotation, store: store, server: server, clock: clock) { step in
            guard step == item.step else { return }
            // From here on the process is dead: nothing that it does reaches the store or the provider.
            store.failWrites(with: .closed)
            server.cut(true)
        }
        let grant = try await first.put(Fixtures.put(refreshToken: server.signIn()))
        let shown = try? await first.get(grant)
        #expect((shown != nil) == (item.step == .afterCommit))

        store.failWrites(with: nil)
        server.cut(false)
        clock.advance(seconds: item.secondsDown)
        let next = World(
            rotation: item.rotation, store: store, server: server, clock: clock, sealer: first.sealer)
        let (report, urgent) = try await next.recovery.resolve()
        let hasIntent = item.step != .afterCommit
        #expect(report.lost == (item.survives ? 0 : 1))
        #expect(report.retryable == (item.survives && hasIntent ? 1 : 0))
        // Only where a window is closing is there a reason to hurry.
        let hasWindow = if case .rotatesWithGrace = item.rotation { true } else { false }
        #expect(urgent.map(\.id) == (item.survives && hasIntent && hasWindow ? [grant.id] : []))
        if !item.survives {
            // Told before anyone has asked.
            #expect(try store.grant(grant.id)?.status == .reauthRequired(.lostRotation))
            #expect(next.kinds() == [.intentResolved, .reauthRequired])
        }
        await next.recovery.refresh(urgent)
        #expect(try urgent.isEmpty || store.openIntents().isEmpty)
        if item.survives {
            let token = try await next.get(grant)
            #expect(shown == nil || token.accessToken.exposed == shown?.accessToken.exposed)
            let refreshToken = try #require(try next.storedRefreshToken(grant))
            #expect(server.isGood(refreshToken))
        } else {
            await #expect(throws: VaultError.reauthRequired(.lostRotation, providerError: nil)) {
                try await next.get(grant)
            }
        }
        #expect(server.reused.isEmpty)
        #expect(try store.openIntents().isEmpty)
    }

    @Test func `the time of death before any answer was lost is the time that counts, also over two restarts`()
        async throws
    {
        let clock = ManualClock()
        let server = LineageServer(.rotatesWithGrace(seconds: 30), clock: clock)
        let store = InMemoryGrantStore()
        let first = World(rotation: server.rotation, store: store, server: server, clock: clock) { step in
            if step == .answerReceived { store.failWrites(with: .closed) }
        }
        let grant = try await first.put(Fixtures.put(refreshToken: server.signIn()))
        await #expect(throws: VaultError.self) { try await first.get(grant) }
        let intents = try store.openIntents()
        for _ in 0..<2 {
            store.failWrites(with: nil)
            clock.advance(seconds: 14)
            let next = World(
                rotation: server.rotation, store: store, server: server, clock: clock, sealer: first.sealer
            ) { step in if step == .answerReceived { store.failWrites(with: .closed) } }
            let (report, urgent) = try await next.recovery.resolve()
            #expect(report == IntentRecovery.Report(lost: 0, retryable: 1, waiting: 0))
            await next.recovery.refresh(urgent)
            #expect(try store.openIntents() == intents)
        }
        store.failWrites(with: nil)
        clock.advance(seconds: 2)
        let last = World(rotation: server.rotation, store: store, server: server, clock: clock, sealer: first.sealer)
        #expect(try await last.recovery.resolve().report.lost == 1)
        #expect(server.reused.isEmpty)
    }

    @Test func `intents of grants that are gone, replaced or of an unknown provider are dealt with`() async throws {
        let world = World(rotation: .none)
        let grant = try await world.put()
        try await world.store.begin(RefreshIntent(grant: grant.id, generation: .first, startedAt: world.clock.now()))
        let elsewhere = World(
            rotation: .none, providers: [], store: world.store, clock: world.clock, sealer: world.sealer)
        #expect(try await elsewhere.recovery.resolve().report.waiting == 1)
        #expect(try world.store.openIntents().count == 1)
        _ = try await world.store.requireReauth(
            grant.id, condemned: .first, reason: .refreshTokenExpired, at: world.clock.now())
        try await world.store.begin(RefreshIntent(grant: grant.id, generation: .first, startedAt: world.clock.now()))
        #expect(try await world.recovery.resolve().report == IntentRecovery.Report())
        #expect(try world.store.openIntents().isEmpty)
    }

    @Test func `a store that does not write stops the recovery`() async throws {
        let world = World(rotation: .rotates)
        let grant = try await world.put()
        try await world.store.begin(RefreshIntent(grant: grant.id, generation: .first, startedAt: world.clock.now()))
        world.store.failWrites(with: .failed(reason: "sync"))
        await #expect(throws: VaultError.self) { try await world.restarted().recovery.resolve() }
    }
}
