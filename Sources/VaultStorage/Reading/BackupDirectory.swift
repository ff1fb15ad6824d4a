import Glibc
package import VaultCore

/// Reads what the backups of a directory say about themselves. A file that is no database, one that is being made, and a store that
/// was copied with its log are no backups; a backup that does not read back might hold any key.
package struct BackupDirectory: BackupShelf {
    private static let magic = Array("SQLite format 3\0".utf8)
    private static let journalByte = 18

    package init() {}

    package func backups(
        holding version: MasterKeyVersion, of storeID: [UInt8], in directory: String
    ) throws(BackupShelfFailure) -> [String] {
        var found: [String] = []
        for name in try names(in: directory) {
            let path = "\(directory)/\(name)"
            guard try isCandidate(path) else { continue }
            do throws(SQLiteError) {
                let connection = try Connection(path: path, vfs: nil, role: .reading)
                guard let info = try BackupInfo(connection), info.masterKeys.contains(version) else { continue }
                let id = try connection.prepare(StoreReads.identitySQL).first { row throws(SQLiteError) in row.blob() }
                if id == storeID { found.append(name) }
            } catch {
                throw BackupShelfFailure(path: path, reason: error.reason)
            }
        }
        return found
    }

    /// When the newest backup in `directory` was made; nil where there is none. Of a file that is no backup nothing is believed.
    package func newest(in directory: String) throws(BackupShelfFailure) -> Timestamp? {
        var newest: Timestamp?
        for name in try names(in: directory) {
            let path = "\(directory)/\(name)"
            guard try isCandidate(path) else { continue }
            do throws(SQLiteError) {
                guard let info = try BackupInfo(Connection(path: path, vfs: nil, role: .reading)) else { continue }
                newest = max(newest ?? info.createdAt, info.createdAt)
            } catch {
                // Whether it is a backup cannot be told, so it is none to rely on.
                continue
            }
        }
        return newest
    }

    private func names(in directory: String) throws(BackupShelfFailure) -> [String] {
        guard let folder = opendir(directory) else {
            throw BackupShelfFailure(path: directory, reason: StoreFile.errorText())
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasSuffix(".partial") { names.append(name) }
        }
        return names.sorted()
    }

    /// A database that is one file without a log, as `backup.create` makes them (sqlite.org/fileformat.html §1.3).
    private func isCandidate(_ path: String) throws(BackupShelfFailure) -> Bool {
        var entry = stat()
        // Gone since it was listed, or a directory.
        guard lstat(path, &entry) == 0, entry.st_mode & S_IFMT == S_IFREG else { return false }
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { throw BackupShelfFailure(path: path, reason: StoreFile.errorText()) }
        defer { close(file) }
        var head = [UInt8](repeating: 0, count: 20)
        guard read(file, &head, head.count) == head.count else { return false }
        return head.starts(with: Self.magic) && head[Self.journalByte] == 1
    }
}
