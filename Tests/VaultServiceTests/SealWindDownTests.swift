import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// What becomes of the refreshes that are under way when the vault is sealed.
@Suite struct SealWindDownTests {
    /// A vault that serves, with a refresh at the provider.
    private struct Sealing {
        let world = World()
        let service: SealService
        let gate = SealGate(isOpen: true)
        let grant: Grant
        let refresh: Task<Result<IssuedToken, VaultError>, Never>

        init(pause: @escaping Pause = { _ in await Forever.wait() }) async throws {
            service = SealService(
                FakeSeal(world.sealer, passphrase: "correct horse"), world.context, gate: gate,
                refresher: world.tokens.refresher, recovery: world.recovery, pause: pause)
            grant = try await world.put()
            world.provider.answer { _ in .refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2")) }
            world.provider.hold()
            refresh = Task { [world, grant] in
                do throws(VaultError) { return .success(try await world.get(grant)) } catch { return .failure(error) }
            }
            await world.provider.asked(1)
        }

        func lock(now: Bool = false) async throws(VaultError) {
            try await service.lock(now: now, Fixtures.permit(.sealLock, at: nil), caller: Fixtures.caller)
        }

        func unlock() async throws(VaultError) {
            try await service.unlock(
                with: Secret(copyingTextOf: "correct horse"), Fixtures.permit(.sealUnlock, at: nil),
                caller: Fixtures.caller)
        }

        /// Begins to seal, and returns once nothing new is taken.
        func beginLock() async -> Task<Void, any Error> {
            let lock = Task { try await self.lock() }
            while !gate.isClosed { await Task.yield() }
            return lock
        }

        var hasKeys: Bool { (try? world.sealer.makeRecordKey(record: 1)) != nil }
        var generation: Generation? { try? world.store.grant(grant.id)?.generation }
    }

    @Test(.timeLimit(.minutes(5)))
    func `an answer that comes in time is committed before the keys are wiped`() async throws {
        let sealing = try await Sealing()
        let lock = await sealing.beginLock()
        #expect(sealing.hasKeys)
        #expect(sealing.service.problem?.reason == .locked)
        sealing.world.provider.release()
        try await lock.value
        #expect(!sealing.hasKeys)
        #expect(sealing.generation == Generation.first.next)
        #expect(try sealing.world.store.openIntents() == [])
        _ = await sealing.refresh.value
        try await sealing.unlock()
        #expect(try sealing.world.storedRefreshToken(sealing.grant) == "rt-2")
        #expect(try await sealing.world.get(sealing.grant).accessToken.exposed == "at-2")
    }

    @Test(.timeLimit(.minutes(5)))
    func `nobody new is asked and nobody unseals meanwhile`() async throws {
        let sealing = try await Sealing()
        let other = try await sealing.world.put(Fixtures.put(Fixtures.key("user:default/bob")))
        let lock = await sealing.beginLock()
        // One that came past the gate before it was closed.
        await #expect(throws: VaultError.sealed) { _ = try await sealing.world.get(other) }
        #expect(sealing.world.provider.sent.count == 1)
        await #expect(throws: VaultError.rateLimited(retryAfterMilliseconds: 1_000)) { try await sealing.unlock() }
        sealing.world.provider.release()
        try await lock.value
        try await sealing.unlock()
        #expect(try await sealing.world.get(other).accessToken.exposed == "at-2")
    }

    @Test(.timeLimit(.minutes(5)))
    func `an answer that does not come in time is waited for no longer`() async throws {
        let sealing = try await Sealing(pause: { _ in })
        try await sealing.lock()
        #expect(!sealing.hasKeys)
        #expect(try sealing.world.store.openIntents().count == 1)
        sealing.world.provider.release()
        guard case .failure = await sealing.refresh.value else {
            Issue.record("a token was handed out without a key")
            return
        }
        #expect(sealing.generation == .first)
    }

    @Test(.timeLimit(.minutes(5)))
    func `now does not wait, also where another seal does`() async throws {
        let sealing = try await Sealing()
        let lock = await sealing.beginLock()
        #expect(sealing.hasKeys)
        try await sealing.lock(now: true)
        #expect(!sealing.hasKeys)
        try await lock.value
        sealing.world.provider.release()
        _ = await sealing.refresh.value
        // The first call does not wipe the keys of a vault that serves again.
        try await sealing.unlock()
        #expect(sealing.hasKeys)
    }
}
