import Glibc

/// The store's files on disk: seen to be this user's alone before SQLite touches them.
///
/// Nothing here opens an existing database: closing any descriptor of it would drop SQLite's POSIX locks
/// (sqlite.org/howtocorrupt.html §2.2).
struct StoreFile {
    let path: String

    private var directory: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Checks everything that is there, and makes the database file, empty, if it is missing.
    func prepare(creating: Bool) throws(StoreOpenError) {
        try checkDirectory()
        if try !checkFile(path) {
            guard creating else { throw .missing(path: path) }
            try create()
        }
        // Made by SQLite with the mode of the database file.
        for suffix in ["-wal", "-shm", "-journal"] { _ = try checkFile(path + suffix) }
    }

    func checkDirectory() throws(StoreOpenError) {
        var entry = stat()
        guard stat(directory, &entry) == 0 else {
            throw .failed(path: path, reason: "its directory cannot be looked at: \(Self.errorText())")
        }
        guard entry.st_mode & S_IFMT == S_IFDIR else { throw unsafe(directory, "is not a directory") }
        guard entry.st_uid == geteuid() || entry.st_uid == 0 else {
            throw unsafe(directory, "belongs to another user; change its owner")
        }
        guard entry.st_mode & 0o022 == 0 else {
            throw unsafe(directory, "can be written to by others; run `chmod go-w` on it")
        }
    }

    /// - Returns: whether the file is there.
    func checkFile(_ path: String) throws(StoreOpenError) -> Bool {
        var entry = stat()
        guard lstat(path, &entry) == 0 else {
            if errno == ENOENT { return false }
            throw .failed(path: path, reason: Self.errorText())
        }
        guard entry.st_mode & S_IFMT == S_IFREG else { throw unsafe(path, "is not a regular file") }
        guard entry.st_uid == geteuid() else { throw unsafe(path, "belongs to another user; change its owner") }
        guard entry.st_mode & 0o077 == 0 else {
            throw unsafe(path, "can be read or written to by others; run `chmod 600` on it")
        }
        return true
    }

    /// An empty file is an empty database to SQLite. The mode is given here and not by umask, which is the whole
    /// process's.
    private func create() throws(StoreOpenError) {
        let file = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .failed(path: path, reason: "it cannot be made: \(Self.errorText())") }
        close(file)
        try syncDirectory()
    }

    /// A new name is durable only when its directory is (fsync(2)).
    func syncDirectory() throws(StoreOpenError) {
        let folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .failed(path: path, reason: Self.errorText()) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw .failed(path: path, reason: Self.errorText()) }
    }

    private func unsafe(_ path: String, _ problem: String) -> StoreOpenError {
        .unsafePath(path: path, problem: problem)
    }

    static func errorText() -> String { String(cString: strerror(errno)) }
}
