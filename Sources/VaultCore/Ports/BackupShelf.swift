/// The directory where an operator keeps backups, as far as it bears on master keys. Blocking; nothing in it is changed.
package protocol BackupShelf: Sendable {
    /// The backups of this store that hold the master key; what is no backup is left out.
    ///
    /// - Returns: their file names, sorted.
    /// - Throws: where one cannot be told from the other.
    func backups(
        holding version: MasterKeyVersion, of storeID: [UInt8], in directory: String
    ) throws(BackupShelfFailure) -> [String]
}

/// Why nobody knows what a directory of backups holds.
package struct BackupShelfFailure: Error, Equatable, Sendable {
    package let path: String
    package let reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}
