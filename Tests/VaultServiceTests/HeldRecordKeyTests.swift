import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// A caller may hold a copy of a record key while a rotation moves it and destroys the master key that the copy names.
@Suite(.timeLimit(.minutes(5))) struct `A record key that a caller holds` {
    @Test func `through a rotation in the middle of a refresh costs no token`() async throws {
        let rig = try KeyWorld()
        let world = rig.world
        let grant = try await world.put()
        world.provider.hold()
        world.provider.answerOnce(.refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2")))
        async let answer = world.get(grant)
        await world.provider.asked(1)
        try await rig.rotate()
        world.provider.release()
        #expect(try await answer.accessToken.exposed == "at-2")
        #expect(try world.storedRefreshToken(grant) == "rt-2")
        #expect(try world.store.openIntents().isEmpty)
    }

    @Test func `of a revocation that was read before a rotation is read again`() async throws {
        let rig = try KeyWorld()
        let world = rig.world
        world.provider.answerRevocations { _ in .retry(.unreachable, afterSeconds: nil) }
        _ = try await world.revoke(try await world.put())
        let job = try #require(
            try world.store.dueRevocations(at: world.clock.now().adding(seconds: 999), limit: 1).first)
        try await rig.rotate()
        world.provider.answerRevocations { _ in .revoked }
        #expect(await world.revocations.attempt(job) == .revoked)
        #expect(world.provider.revoked == ["rt-1", "rt-1"])
    }

    @Test func `whose grant was read before a rotation still makes a revocation`() async throws {
        let rig = try KeyWorld()
        let grant = try await rig.world.put()
        let lineage = try #require(try rig.world.store.lineage(grant.id))
        try await rig.rotate()
        let job = try rig.world.revocations.job(for: lineage)
        #expect(job?.recordKey.masterKey == rig.version(2))
    }

    @Test func `under a key that is nowhere is told as before`() async throws {
        let rig = try KeyWorld()
        let key = WrappedRecordKey(masterKey: rig.version(9), bytes: [1])
        #expect(throws: SealFailure.unknownMasterKey(rig.version(9))) {
            try rig.world.context.withRecordKey(key, of: 77) { key throws(SealFailure) in
                throw SealFailure.unknownMasterKey(key.masterKey)
            }
        }
    }
}
