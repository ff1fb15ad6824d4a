package import VaultCore

/// The use case of backups: one file, made while the vault serves, and told in the audit log.
package struct BackupService: Sendable {
    private let store: any BackupStore
    private let audit: any AuditTrail
    private let clock: any WallClock
    private let keys: KeyChanges

    /// - Parameter keys: shared with whoever changes keys, so that none is destroyed that the copy holds.
    package init(store: any BackupStore, audit: any AuditTrail, clock: any WallClock, keys: KeyChanges) {
        self.keys = keys
        self.store = store
        self.audit = audit
        self.clock = clock
    }

    /// nil while none is being made.
    package var progress: BackupProgress? { store.backupProgress() }

    /// Nothing of it opens without the seal key, so it may be made while the vault is sealed, too.
    package func create(_ path: String, _ permit: Permit, caller: Caller) async throws(VaultError) -> BackupReport {
        try permit.check(.backupCreate, at: nil)
        return try await keys.whileCopying { () async throws(VaultError) in try await copied(to: path, caller) }
    }

    private func copied(to path: String, _ caller: Caller) async throws(VaultError) -> BackupReport {
        do throws(BackupFailure) {
            let report = try await store.backUp(to: path, at: clock.now())
            audit.record(AuditEvent(.backupCreated, .done, caller: caller, method: .backupCreate))
            return report
        } catch {
            audit.record(
                AuditEvent(.backupCreated, .failed, caller: caller, method: .backupCreate, reason: error.word))
            throw VaultError(error)
        }
    }
}

extension BackupFailure {
    fileprivate var word: String {
        switch self {
        case .unusablePath: "unusable_path"
        case .isRunning: "is_running"
        case .failed: "failed"
        }
    }
}

extension VaultError {
    fileprivate init(_ failure: BackupFailure) {
        switch failure {
        case .unusablePath(let problem): self = .invalidParams(InvalidValue(field: "file", problem: problem))
        case .isRunning: self = .conflict(reason: "another backup is being made; wait for its end")
        case .failed(let reason):
            self = .internal(reason: "the backup could not be made (\(reason)); no file was left")
        }
    }
}
