package import VaultCore

extension SQLiteStore: BackupStore {
    package func backUp(to path: String, at now: Timestamp) async throws(BackupFailure) -> BackupReport {
        try await backups.run(to: path, at: now)
    }

    package func backupProgress() -> BackupProgress? { backups.progress }
}
