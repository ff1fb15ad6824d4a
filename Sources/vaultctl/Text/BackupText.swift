import VaultClient

/// A backup as people read it.
enum BackupText {
    static func summary(_ backup: BackupSummary) -> String {
        var details = Details()
        details.add("file", backup.file)
        details.add("shows", TimeText.utc(backup.createdAt))
        details.add("store", backup.store)
        details.add("master keys", backup.masterKeys.map { "\($0)" }.joined(separator: ", "))
        details.add("grants", "\(backup.grants)")
        details.add("revocations left", "\(backup.pendingRevocations)")
        details.add("bytes", "\(backup.bytes)")
        return details.text()
    }
}
