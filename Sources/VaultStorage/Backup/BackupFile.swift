import Glibc

/// The file of a backup: written under another name, and given its own only when it is whole and synced. It replaces
/// nothing.
struct BackupFile {
    let path: String
    /// What a killed daemon leaves; the next backup to the same place removes it.
    var partialPath: String { path + ".partial" }

    private var file: StoreFile { StoreFile(path: path) }

    /// - Throws: what is wrong, as it follows the path.
    func create() throws(BackupProblem) {
        guard path.hasPrefix("/"), !path.hasSuffix("/") else {
            throw .path("must be absolute and name a file")
        }
        do throws(StoreOpenError) { try file.checkDirectory() } catch { throw BackupProblem(error) }
        var entry = stat()
        guard lstat(path, &entry) != 0, errno == ENOENT else {
            throw .path("exists already: name a new file, or move that one away")
        }
        removePartial()
        let made = open(partialPath, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard made >= 0 else { throw .path("cannot be made: \(StoreFile.errorText())") }
        close(made)
    }

    /// Syncs the file, gives it its name if nobody has taken that meanwhile, and syncs the directory.
    func finish() throws(BackupProblem) {
        let opened = open(partialPath, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard opened >= 0 else { throw .failed("the copy cannot be opened: \(StoreFile.errorText())") }
        defer { close(opened) }
        guard fsync(opened) == 0 else { throw .failed("the copy cannot be synced: \(StoreFile.errorText())") }
        // link(2), unlike rename(2), never replaces.
        guard link(partialPath, path) == 0 else {
            throw .path("cannot be given its name: \(StoreFile.errorText())")
        }
        removePartial()
        do throws(StoreOpenError) { try file.syncDirectory() } catch {
            unlink(path)
            throw .failed("its directory cannot be synced: \(error)")
        }
    }

    func removePartial() { unlink(partialPath) }
}

/// Why a backup was not made.
enum BackupProblem: Error {
    case path(String)
    case failed(String)

    init(_ error: StoreOpenError) {
        switch error {
        case .unsafePath(let path, let problem): self = .path("cannot be made there: \(path) \(problem)")
        case .failed(_, let reason): self = .path("cannot be made there: \(reason)")
        case .missing, .inUse, .notAStore, .newerSchema, .foreignMigration, .unsuitableLibrary:
            self = .failed("\(error)")
        }
    }
}
