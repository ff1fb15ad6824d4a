/// Copies the whole store into one file while it is read and written.
package protocol BackupStore: Sendable {
    /// The copy is of one moment, verified, synced, readable by this user alone, and holds `backup_info`.
    ///
    /// - Parameter path: absolute; nothing may stand there, and after a failure nothing does.
    func backUp(to path: String, at now: Timestamp) async throws(BackupFailure) -> BackupReport

    /// nil while none is being made.
    func backupProgress() -> BackupProgress?
}

/// Why there is no backup.
package enum BackupFailure: Error, Equatable, Sendable {
    /// The file cannot be made there: the problem as it follows the path.
    case unusablePath(String)
    /// Another backup is being made.
    case isRunning
    case failed(String)
}

/// What a backup holds and what it needs.
package struct BackupReport: Hashable, Sendable {
    package var path: String
    package var createdAt: Timestamp
    /// Of the store, as hexadecimal digits: only a seal key of this store opens the backup.
    package var storeID: String
    /// Versions of the master keys that it holds, wrapped; those that are destroyed are not counted.
    package var masterKeys: [MasterKeyVersion]
    package var grants: Int
    package var pendingRevocations: Int
    package var bytes: Int

    package init(
        path: String, createdAt: Timestamp, storeID: String, masterKeys: [MasterKeyVersion], grants: Int,
        pendingRevocations: Int, bytes: Int
    ) {
        self.path = path
        self.createdAt = createdAt
        self.storeID = storeID
        self.masterKeys = masterKeys
        self.grants = grants
        self.pendingRevocations = pendingRevocations
        self.bytes = bytes
    }
}
