import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

@Suite(.timeLimit(.minutes(5))) struct `A rotation of master keys` {
    @Test func `moves every record, proves it, and leaves no old key behind`() async throws {
        let rig = try KeyWorld()
        let grants = try await rig.putGrants(10)
        #expect(try await rig.prepare().state == .prepared)
        #expect(try await rig.activate().state == .active)
        #expect(try await rig.progress() == RewrapProgress(isRunning: false, done: 0, left: 10, damaged: 0))
        await rig.worker.workOff()
        #expect(try await rig.progress() == RewrapProgress(isRunning: false, done: 10, left: 0, damaged: 0))
        #expect(try await rig.verify() == KeyVerification(good: 10))
        #expect(try await rig.destroy(1) == KeyDestruction(version: rig.version(1), isErased: true))
        #expect(try await rig.status().keys.map(\.state) == [.destroyed, .active])
        #expect(try await rig.status().keys.map(\.records) == [0, 10])
        for (number, grant) in grants.enumerated() {
            #expect(try rig.world.storedRefreshToken(grant) == "rt-\(number)")
        }
        let told = rig.world.audit.events.filter { $0.masterKey != nil }
        #expect(
            told.map(\.kind) == [
                .masterKeyPrepared, .masterKeyActivated, .recordKeysRewrapped, .masterKeyDestroyed,
            ])
        #expect(told.map(\.masterKey?.number) == [2, 2, 1, 1])
        #expect(told.map(\.caller) == [Fixtures.caller, Fixtures.caller, nil, Fixtures.caller])
    }

    @Test func `wraps what comes after the activation under the new key`() async throws {
        let rig = try KeyWorld()
        try await rig.prepare()
        _ = try await rig.putGrants(1)
        try await rig.activate()
        _ = try await rig.world.put(Fixtures.put(Fixtures.key("user:default/late")))
        #expect(try await rig.status().keys.map(\.records) == [1, 1])
    }

    @Test func `is refused while another one is under way, with what to do`() async throws {
        let rig = try KeyWorld()
        _ = try await rig.putGrants(3)
        try await rig.prepare()
        await expectConflict("is prepared already") { try await rig.prepare() }
        try await rig.activate()
        await expectConflict("3 records still need master key 1") { try await rig.prepare() }
        await rig.worker.workOff()
        #expect(try await rig.prepare().version == rig.version(3))
    }

    @Test func `is refused at the very moment of another change`() async throws {
        let rig = try KeyWorld()
        try await rig.changes.alone { () async throws(VaultError) in
            await expectConflict("by another request") { try await rig.prepare() }
            await expectConflict("by another request") { try await rig.activate() }
            await expectConflict("by another request") { try await rig.destroy(1) }
        }
        #expect(try await rig.status().keys.map(\.state) == [.active])
    }

    @Test func `destroys nothing that a record or a queued revocation needs`() async throws {
        let rig = try KeyWorld()
        let grants = try await rig.putGrants(1)
        let soon = rig.world.clock.now().adding(seconds: 1_000)
        try await rig.world.put(Fixtures.put(accessToken: "at", expiresAt: soon))
        rig.world.provider.answerRevocations { _ in .retry(.unreachable, afterSeconds: nil) }
        _ = try await rig.world.revoke(grants[0])
        try await rig.prepare()
        try await rig.activate()
        await expectConflict(
            "2 records still need master key 1 (grants: 1, their cached tokens: 1, queued revocations: 1)"
        ) { try await rig.destroy(1) }
        await expectConflict("is active, not retiring") { try await rig.destroy(2) }
        await rig.worker.workOff()
        #expect(try await rig.destroy(1).isErased)
        // The queued one is sent with the key that it was moved to.
        rig.world.provider.answerRevocations { _ in .revoked }
        rig.world.clock.advance(seconds: 60)
        await rig.world.revocations.workOff()
        #expect(rig.world.provider.revoked.last == "rt-0")
        #expect(try rig.world.store.pendingRevocations() == 0)
    }

    @Test func `destroys no key that a backup holds or may hold, and names the backups`() async throws {
        let rig = try KeyWorld()
        try await rig.prepare()
        try await rig.activate()
        for number in 10..<22 { rig.shelf.put("b\(number).db", holding: [rig.version(1)]) }
        rig.world.context.settings.replace(keys: KeySettings(holdDays: 0), backupDirectory: "/backups")
        await expectConflict("backups still hold master key 1: b10.db, b11.db, b12.db") { try await rig.destroy(1) }
        await expectConflict("b19.db and 2 more; remove them or move them") { try await rig.destroy(1) }
        await KeyKeeper(rig.keys).look()
        #expect(try rig.world.store.masterKeys().map(\.state) == [.retiring, .active])
        for number in 10..<22 { rig.shelf.put("b\(number).db", holding: [rig.version(2)]) }
        rig.shelf.fail(with: BackupShelfFailure(path: "/backups/x", reason: "not readable"))
        await expectConflict("/backups/x: not readable") { try await rig.destroy(1) }
        rig.shelf.fail(with: nil)
        #expect(try await rig.destroy(1).isErased)
    }

    @Test func `changes nothing in a sealed vault`() async throws {
        let rig = try KeyWorld()
        _ = try await rig.putGrants(2)
        try await rig.prepare()
        rig.world.sealer.lock()
        await #expect(throws: VaultError.sealed) { try await rig.activate() }
        await #expect(throws: VaultError.sealed) { try await rig.verify() }
        await rig.worker.workOff()
        #expect(try rig.world.store.masterKeys().map(\.state) == [.active, .prepared])
    }

    @Test func `leaves out a record that does not open, names it, and can be followed by another`() async throws {
        let rig = try KeyWorld()
        let grants = try await rig.putGrants(9)
        let damaged = try damage(grants[5], rig)
        #expect(try await rig.verify() == KeyVerification(good: 8, bad: 1, badRecords: [grants[5].id.rawValue]))
        try await rig.prepare()
        try await rig.activate()
        await rig.worker.workOff()
        #expect(try await rig.progress() == RewrapProgress(isRunning: false, done: 8, left: 1, damaged: 1))
        #expect(try rig.world.store.recordKey(of: grants[5].id.rawValue) == damaged)
        await expectConflict("1 records still need") { try await rig.destroy(1) }
        #expect(rig.world.audit.events.last { $0.kind == .recordKeysRewrapped }?.outcome == .failed)
        #expect(try await rig.prepare().version == rig.version(3))
    }

    private func damage(_ grant: Grant, _ rig: KeyWorld) throws -> WrappedRecordKey {
        var bytes = try #require(try rig.world.store.recordKey(of: grant.id.rawValue)).bytes
        bytes[3] ^= 1
        let damaged = WrappedRecordKey(masterKey: rig.version(1), bytes: bytes)
        rig.world.store.damage(grant.id, damaged)
        return damaged
    }

    private func expectConflict(
        _ words: String, _ body: () async throws -> some Any, at place: SourceLocation = #_sourceLocation
    ) async {
        let error = await #expect(throws: VaultError.self, sourceLocation: place) { _ = try await body() }
        guard case .conflict(let reason)? = error else {
            Issue.record("no conflict: \(String(describing: error))", sourceLocation: place)
            return
        }
        #expect(reason.contains(words), "\(reason)", sourceLocation: place)
    }
}
