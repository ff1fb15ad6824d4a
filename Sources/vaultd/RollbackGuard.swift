import VaultAudit
import VaultCore
import VaultStorage

/// The one place that decides what is done with a store that is an older copy of itself: it is opened to be read only, and
/// no seal key opens it, until an operator has accepted it.
enum RollbackGuard {
    /// What the audit log knows of the store that belongs to it; nothing where it is missing or was rotated, which is no sign of
    /// a rollback.
    static func witness(_ settings: VaultSettings) -> StoreMark? {
        AuditTail.lastMark(in: AuditSegments(of: settings.auditPath).files)
    }

    /// - Returns: why the store must not be unsealed; nil where it is the one that was last served, or was restored.
    static func problem(of age: StoreAge, config: String) -> SealProblem? {
        guard case .rolledBack(let evidence) = age else { return nil }
        return SealProblem(
            .rollbackDetected,
            "the store is not the one that was last served: \(evidence); stop vaultd, then put the newest store back, or "
                + "accept this one with 'vaultd accept-restore --config \(config)', after which grants whose refresh token "
                + "may have been replaced need re-authentication; nothing was changed")
    }

    static func age(of store: SQLiteStore, _ path: String) throws(StartFailure) -> StoreAge {
        do throws(StoreFailure) { return try store.age() } catch {
            throw StartFailure("could not tell whether the store \(path) is the one last served: \(error)")
        }
    }
}
