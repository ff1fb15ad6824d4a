/// The steps of a backup between which the process may die; crash tests do.
package enum StoreStep: String, CaseIterable, Sendable {
    case backupCopied = "backup_copied"
    case backupVerified = "backup_verified"
}
