import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

@Suite(.timeLimit(.minutes(5))) struct `The keeper of master keys` {
    private let rig: KeyWorld
    private let keeper: KeyKeeper

    init() throws {
        rig = try KeyWorld()
        keeper = KeyKeeper(rig.keys)
        rig.world.context.settings.replace(keys: KeySettings(rotateAfterDays: 90, holdDays: 30))
    }

    private func pass(days: Int64) { rig.world.clock.advance(seconds: days * 86_400) }

    private func states() throws -> [MasterKeyState] { try rig.world.store.masterKeys().map(\.state) }

    private var told: [AuditEvent] {
        rig.world.audit.events.filter { $0.kind.rawValue.contains("key") }
    }

    @Test func `rotates at the age, proves it, and destroys the old key after its time`() async throws {
        _ = try await rig.putGrants(5)
        await keeper.look()
        #expect(try states() == [.active])
        pass(days: 90)
        await keeper.look()
        #expect(try states() == [.retiring, .active])
        await rig.worker.workOff()
        await keeper.look()
        #expect(
            told.map(\.kind) == [.masterKeyPrepared, .masterKeyActivated, .recordKeysRewrapped, .masterKeysVerified])
        pass(days: 29)
        await keeper.look()
        #expect(try states() == [.retiring, .active])
        pass(days: 1)
        await keeper.look()
        #expect(try states() == [.destroyed, .active])
        #expect(told.suffix(2).map(\.kind) == [.masterKeysVerified, .masterKeyDestroyed])
        for event in told where event.kind != .recordKeysRewrapped {
            #expect(event.reason == "automatic" && event.caller == nil && event.method == nil)
        }
        #expect(try rig.world.store.recordKeyCounts() == [rig.version(2): 5])
    }

    @Test func `destroys nothing that a record needs, nor while one record key does not open`() async throws {
        let grants = try await rig.putGrants(2)
        try await rig.prepare()
        try await rig.activate()
        pass(days: 31)
        await keeper.look()
        #expect(try states() == [.retiring, .active])
        // Refused before anything was proven.
        #expect(!told.contains { $0.kind == .masterKeysVerified })
        await rig.worker.workOff()
        let good = try #require(try rig.world.store.recordKey(of: grants[0].id.rawValue))
        rig.world.store.damage(grants[0].id, WrappedRecordKey(masterKey: rig.version(2), bytes: [9]))
        rig.world.clock.advance(seconds: 3_600)
        await keeper.look()
        #expect(try states() == [.retiring, .active])
        #expect(told.last?.kind == .masterKeysVerified && told.last?.outcome == .failed)
        rig.world.store.damage(grants[0].id, good)
        // Not at every look: it opens all there is.
        await keeper.look()
        #expect(told.count { $0.kind == .masterKeysVerified } == 1)
        rig.world.clock.advance(seconds: 3_600)
        await keeper.look()
        #expect(try states() == [.destroyed, .active])
    }

    @Test func `leaves keys alone while sealed or while an operator changes them, and comes back to it`() async throws {
        pass(days: 90)
        rig.world.sealer.lock()
        await keeper.look()
        #expect(try states() == [.active])
        rig.world.sealer.unlock()
        try await rig.changes.alone { () async throws(VaultError) in await keeper.look() }
        #expect(try states() == [.active])
        await keeper.look()
        #expect(try states() == [.retiring, .active])
    }

    @Test func `goes on where a crash left a rotation`() async throws {
        _ = try await rig.putGrants(1)
        pass(days: 90)
        try await rig.prepare()
        // The next run of the daemon.
        let next = try KeyWorld(rig.world)
        await KeyKeeper(next.keys).look()
        #expect(try states() == [.retiring, .active])
        #expect(try await next.status().rewrap.isRunning)
    }

    @Test func `follows a reload, and looks at once when it is told of one`() async throws {
        rig.world.context.settings.replace(keys: KeySettings())
        let ticks = Gate()
        let keeper = KeyKeeper(rig.keys, pause: { _ in await ticks.pass() })
        pass(days: 1_000)
        let loop = Task { await keeper.run() }
        await ticks.reached()
        #expect(try states() == [.active])
        rig.world.context.settings.replace(keys: KeySettings(rotateAfterDays: 1))
        keeper.wake()
        await untilTrue { (try? states()) == [.retiring, .active] }
        keeper.stop()
        ticks.open()
        await loop.value
    }

    @Test func `is told of by the status, with its times`() async throws {
        try await rig.prepare()
        try await rig.activate()
        let now = rig.world.clock.now()
        let report = try await rig.status()
        #expect(report.rotatesAt == now.adding(seconds: 90 * 86_400))
        #expect(report.keys.map(\.destroyedFrom) == [now.adding(seconds: 30 * 86_400), nil])
        rig.world.context.settings.replace(keys: KeySettings())
        let plain = try await rig.status()
        #expect(plain.rotatesAt == nil && plain.keys.map(\.destroyedFrom) == [nil, nil])
    }
}
