import Synchronization
import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// Sealing and unsealing over fakes: who opens the gate, when, and what it costs to guess.
@Suite struct SealServiceTests {
    private struct Sealed {
        let world: World
        let mechanism: FakeSeal
        let gate: SealGate
        let service: SealService

        init(
            _ world: World = World(), isOpen: Bool = false,
            settle: @escaping @Sendable () async throws(VaultError) -> Void = {}
        ) {
            self.world = world
            mechanism = FakeSeal(world.sealer, passphrase: "correct horse")
            mechanism.tell(world.audit)
            gate = SealGate(isOpen: isOpen)
            if !isOpen { world.sealer.lock() }
            service = SealService(
                mechanism, world.context, gate: gate, refresher: world.tokens.refresher, recovery: world.recovery,
                settle: settle)
        }

        func unlock(_ passphrase: String?) async throws(VaultError) {
            try await service.unlock(
                with: passphrase.map(Secret.init(copyingTextOf:)), Fixtures.permit(.sealUnlock, at: nil),
                caller: Fixtures.caller)
        }

        func lock() async throws(VaultError) {
            try await service.lock(Fixtures.permit(.sealLock, at: nil), caller: Fixtures.caller)
        }

        func kinds() -> [String] {
            world.audit.events.map { "\($0.kind.rawValue) \($0.outcome.rawValue) \($0.reason ?? "-")" }
        }
    }

    private static func reason(_ body: () async throws(VaultError) -> Void) async -> String {
        do throws(VaultError) { try await body() } catch {
            switch error {
            case .staysSealed(let problem): return problem.reason.rawValue
            case .rateLimited(let pause): return "wait \(pause)"
            case .sealNotChanged(let problem): return "unchanged \(problem.reason.rawValue)"
            case .permissionDenied: return "denied"
            case .sealedBecause(let reason): return "sealed \(reason.rawValue)"
            default: return "\(error)"
            }
        }
        return "done"
    }

    @Test func `the right passphrase opens the gate`() async throws {
        let sealed = Sealed()
        #expect(sealed.gate.isClosed)
        try await sealed.unlock("correct horse")
        #expect(!sealed.gate.isClosed)
        #expect(sealed.service.problem == nil)
        #expect(sealed.kinds() == ["unsealed done -"])
    }

    @Test func `after a wrong one the next try waits, longer each time, and does not reach the key`() async {
        let sealed = Sealed()
        for wait in [1_000 as Int64, 2_000, 4_000] {
            #expect(
                await Self.reason { () async throws(VaultError) in try await sealed.unlock("wrong") }
                    == "wrong_seal_key")
            let tries = sealed.mechanism.tries
            // The right one must wait as well: else the wait would tell it from a wrong one.
            #expect(
                await Self.reason { () async throws(VaultError) in try await sealed.unlock("correct horse") }
                    == "wait \(wait)")
            #expect(sealed.mechanism.tries == tries)
            sealed.world.clock.advance(milliseconds: wait)
        }
        #expect(await Self.reason { () async throws(VaultError) in try await sealed.unlock("correct horse") } == "done")
        #expect(!sealed.gate.isClosed)
    }

    @Test(arguments: [
        SealReason.unreadableKey, .awaitingPassphrase, .otherSource, .damagedKeys, .unusableConfiguration, .failed,
    ])
    func `what tells nothing about the key makes nobody wait`(reason: SealReason) async {
        let sealed = Sealed()
        sealed.mechanism.fail(with: SealProblem(reason, "x"))
        for _ in 0..<3 {
            #expect(
                await Self.reason { () async throws(VaultError) in try await sealed.unlock("x") } == reason.rawValue)
        }
        #expect(sealed.gate.isClosed)
        #expect(sealed.service.problem?.reason == reason)
        sealed.mechanism.fail(with: nil)
        #expect(await Self.reason { () async throws(VaultError) in try await sealed.unlock("correct horse") } == "done")
    }

    @Test
    func `a restored store is gone through with the keys in place, before the gate opens, and never while sealed`()
        async throws
    {
        let settled = Mutex<[Bool]>([])
        let world = World()
        let gate = Mutex<SealGate?>(nil)
        let fails = Mutex(true)
        let sealed = Sealed(world) { () async throws(VaultError) in
            let canSeal = (try? world.sealer.makeRecordKey(record: 1)) != nil
            settled.withLock { $0.append(canSeal && gate.withLock { $0?.isClosed == true }) }
            if fails.withLock(\.self) { throw .internal(reason: "full") }
        }
        gate.withLock { $0 = sealed.gate }
        await sealed.service.start()
        sealed.mechanism.fail(with: SealProblem(.rollbackDetected, "x"))
        _ = await Self.reason { () async throws(VaultError) in try await sealed.unlock("correct horse") }
        #expect(settled.withLock { $0 } == [])
        sealed.mechanism.fail(with: nil)
        #expect(
            await Self.reason { () async throws(VaultError) in try await sealed.unlock("correct horse") }
                == "unseal_failed")
        #expect(sealed.gate.isClosed)
        fails.withLock { $0 = false }
        try await sealed.unlock("correct horse")
        #expect(!sealed.gate.isClosed)
        #expect(settled.withLock { $0 } == [true, true])
    }

    @Test func `one try at a time`() async {
        let sealed = Sealed()
        let answers = Mutex<[String]>([])
        sealed.mechanism.whileOpening {
            let second = await Self.reason { () async throws(VaultError) in try await sealed.unlock("correct horse") }
            answers.withLock { $0.append(second) }
        }
        #expect(await Self.reason { () async throws(VaultError) in try await sealed.unlock("correct horse") } == "done")
        #expect(answers.withLock { $0 } == ["wait 1000"])
    }

    @Test func `a vault that is sealed while a try is under way stays sealed`() async {
        let sealed = Sealed()
        sealed.mechanism.whileOpening { try? await sealed.lock() }
        #expect(
            await Self.reason { () async throws(VaultError) in try await sealed.unlock("correct horse") } == "locked")
        #expect(sealed.gate.isClosed)
        #expect(throws: SealFailure.isSealed) { try sealed.world.sealer.makeRecordKey(record: 1) }
    }

    @Test func `sealing wipes the keys and the cached tokens`() async throws {
        let sealed = Sealed(isOpen: true)
        let grant = try await sealed.world.put(
            Fixtures.put(accessToken: "at", expiresAt: sealed.world.clock.now().adding(seconds: 3600)))
        _ = try await sealed.world.get(grant)
        #expect(sealed.world.context.cache.count == 1)
        try await sealed.lock()
        #expect(sealed.gate.isClosed)
        #expect(sealed.world.context.cache.count == 0)
        #expect(throws: SealFailure.isSealed) { try sealed.world.sealer.makeRecordKey(record: 1) }
        #expect(sealed.service.problem?.reason == .locked)
        #expect(sealed.kinds().last == "sealed done -")
        try await sealed.lock()
        #expect(sealed.kinds().last == "sealed done already_sealed")
    }

    @Test func `nothing is cached while sealed, and everything again after it`() async throws {
        let sealed = Sealed(isOpen: true)
        let cache = sealed.world.context.cache
        let expiry = sealed.world.clock.now().adding(seconds: 3600)
        try await sealed.lock()
        sealed.world.sealer.unlock()
        _ = try await sealed.world.put(Fixtures.put(accessToken: "at", expiresAt: expiry))
        #expect(cache.count == 0)
        try await sealed.unlock("correct horse")
        let grant = try #require(try sealed.world.store.list(GrantFilter()).first)
        _ = try await sealed.world.get(grant)
        #expect(cache.count == 1)
    }

    @Test func `intents that a sealing cut off are judged before the gate opens`() async throws {
        let sealed = Sealed(isOpen: true)
        let grant = try await sealed.world.put()
        try await sealed.world.store.begin(
            RefreshIntent(grant: grant.id, generation: grant.generation, startedAt: sealed.world.clock.now()))
        try await sealed.lock()
        let wasClosed = Mutex<[Int]>([])
        sealed.service.observe(
            SealObserver(sealed: {}, opened: { report, _ in wasClosed.withLock { $0.append(report.lost) } }))
        try await sealed.unlock("correct horse")
        #expect(wasClosed.withLock { $0 } == [1])
        #expect(
            try sealed.world.store.grant(grant.id)?.status == .reauthRequired(.lostRotation))
    }

    @Test func `a gate that cannot be opened after the intents stays shut`() async throws {
        let sealed = Sealed(isOpen: true)
        let grant = try await sealed.world.put()
        try await sealed.world.store.begin(
            RefreshIntent(grant: grant.id, generation: grant.generation, startedAt: sealed.world.clock.now()))
        try await sealed.lock()
        sealed.world.store.failWrites(with: .failed(reason: "disk"))
        #expect(
            await Self.reason { () async throws(VaultError) in try await sealed.unlock("correct horse") }
                == "unseal_failed")
        #expect(sealed.gate.isClosed)
        #expect(throws: SealFailure.isSealed) { try sealed.world.sealer.makeRecordKey(record: 1) }
    }

    @Test func `a start that needs nobody opens, one that waits for a passphrase does not`() async {
        let waiting = Sealed()
        await waiting.service.start()
        #expect(waiting.service.problem?.reason == .awaitingPassphrase)
        #expect(waiting.kinds() == ["unsealed failed awaiting_passphrase"])
    }

    @Test func `the seal key is changed only while serving, and told`() async throws {
        let sealed = Sealed()
        let change = { (passphrase: String) async -> String in
            await Self.reason { () async throws(VaultError) in
                try await sealed.service.change(
                    to: Secret(copyingTextOf: passphrase), Fixtures.permit(.sealChange, at: nil),
                    caller: Fixtures.caller)
            }
        }
        #expect(await change("another one") == "sealed unseal_failed")
        try await sealed.unlock("correct horse")
        #expect(await change("another one") == "done")
        sealed.mechanism.fail(with: SealProblem(.unreadableKey, "x"))
        #expect(await change("a third one") == "unchanged seal_key_unreadable")
        #expect(!sealed.gate.isClosed)
        #expect(sealed.kinds() == ["unsealed done -", "resealed done -", "resealed failed seal_key_unreadable"])
        sealed.mechanism.fail(with: nil)
        try await sealed.lock()
        try await sealed.unlock("another one")
    }

    @Test func `a permit for another method does nothing`() async {
        let sealed = Sealed(isOpen: true)
        #expect(
            await Self.reason { () async throws(VaultError) in
                try await sealed.service.lock(Fixtures.permit(.sealUnlock, at: nil), caller: Fixtures.caller)
            } == "denied")
        #expect(!sealed.gate.isClosed)
    }
}
