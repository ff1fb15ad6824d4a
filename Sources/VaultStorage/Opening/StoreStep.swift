/// The steps of a backup, of a restore and of a change between which the process may die; crash tests do.
package enum StoreStep: String, CaseIterable, Sendable {
    case backupCopied = "backup_copied"
    case backupVerified = "backup_verified"
    case restoreVerified = "restore_verified"
    case restorePrepared = "restore_prepared"
    case restoreRenamed = "restore_renamed"
    /// What it tells is kept with it, and not recorded yet.
    case changeCommitted = "change_committed"
    /// Recorded, and not written yet.
    case changeTold = "change_told"
}
