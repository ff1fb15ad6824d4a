import Synchronization
import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// A backup holds the master keys of one moment: no key of it may be gone when it is finished.
@Suite(.timeLimit(.minutes(5))) struct `A backup and the destruction of a key` {
    /// Copies nothing, and shows when it would.
    private final class HeldBackups: BackupStore {
        let copying = Gate()

        func backupProgress() -> BackupProgress? { nil }

        func backUp(to path: String, at now: Timestamp) async throws(BackupFailure) -> BackupReport {
            await copying.pass()
            return BackupReport(
                path: path, createdAt: now, storeID: "00", masterKeys: [], grants: 0, pendingRevocations: 0, bytes: 1)
        }
    }

    private static func backUp(_ service: BackupService) async throws(VaultError) {
        _ = try await service.create(
            "/copy", Fixtures.permit(.backupCreate, at: nil), caller: Fixtures.caller)
    }

    private static func reason(_ error: VaultError?) -> String? {
        if case .conflict(let reason)? = error { reason } else { nil }
    }

    private static func refusalOfDestroying(_ rig: KeyWorld) async -> String? {
        do throws(VaultError) { try await rig.destroy(1) } catch { return reason(error) }
        return nil
    }

    private static func refusalOfBackup(_ service: BackupService) async -> String? {
        do throws(VaultError) { try await backUp(service) } catch { return reason(error) }
        return nil
    }

    /// Key 1 is retiring and may be destroyed; the service copies into `store`.
    private func rig(
        _ store: any BackupStore, checkpoint: @escaping @Sendable (KeyStep) -> Void = { _ in }
    ) async throws -> (KeyWorld, BackupService) {
        let rig = try KeyWorld(checkpoint: checkpoint)
        try await rig.prepare()
        try await rig.activate()
        await rig.worker.workOff()
        return (
            rig,
            BackupService(store: store, audit: rig.world.audit, clock: rig.world.clock, keys: rig.changes)
        )
    }

    @Test func `while a backup is made no key is destroyed, and afterwards it is`() async throws {
        let store = HeldBackups()
        let (rig, backups) = try await rig(store)
        let copy = Task { try await Self.backUp(backups) }
        await store.copying.reached()
        let refused = await Self.refusalOfDestroying(rig)
        #expect(refused?.contains("a backup is being made") == true)
        #expect(try rig.world.store.masterKeys().map(\.state) == [.retiring, .active])
        // A rotation is not held up.
        try await rig.prepare()
        store.copying.open()
        try await copy.value
        try await rig.destroy(1)
        #expect(try rig.world.store.masterKeys().map(\.state) == [.destroyed, .active, .prepared])
    }

    @Test func `while a key is destroyed no backup is begun`() async throws {
        let store = HeldBackups()
        store.copying.open()
        let refusal = Mutex<String?>(nil)
        let attempt = Mutex<(@Sendable () async -> Void)?>(nil)
        let (rig, backups) = try await rig(store) { step in
            guard step == .keyDestroyed || step == .beforeDestroy, let attempt = attempt.withLock(\.self) else {
                return
            }
            Blocking.run(attempt)
        }
        attempt.withLock { attempt in
            attempt = {
                let reason = await Self.refusalOfBackup(backups)
                refusal.withLock { $0 = reason }
            }
        }
        try await rig.destroy(1)
        #expect(refusal.withLock(\.self)?.contains("is being destroyed") == true)
        try await Self.backUp(backups)
    }
}
