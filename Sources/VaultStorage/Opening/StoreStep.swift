/// The steps of a backup and of a restore between which the process may die; crash tests do.
package enum StoreStep: String, CaseIterable, Sendable {
    case backupCopied = "backup_copied"
    case backupVerified = "backup_verified"
    case restoreVerified = "restore_verified"
    case restorePrepared = "restore_prepared"
    case restoreRenamed = "restore_renamed"
}
