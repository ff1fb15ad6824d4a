package import VaultCore

/// The port `BackupStore` without a file: takes every path but `/taken`, and runs but on `/full`.
package struct FakeBackups: BackupStore {
    package init() {}

    package func backupProgress() -> BackupProgress? { nil }

    package func backUp(to path: String, at now: Timestamp) async throws(BackupFailure) -> BackupReport {
        switch path {
        case "/taken": throw .unusablePath("exists already")
        case "/running": throw .isRunning
        case "/full": throw .failed("the disk is full")
        default:
            return BackupReport(
                path: path, createdAt: now, storeID: "00ff", masterKeys: [MasterKeyVersion(number: 1)], grants: 2,
                pendingRevocations: 3, bytes: 4096)
        }
    }
}
