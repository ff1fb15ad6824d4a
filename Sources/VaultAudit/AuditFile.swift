import Glibc

/// The open log: append-only, so that two writes never overwrite each other, and ending in a whole line when it was opened.
struct AuditFile: ~Copyable, Sendable {
    private let descriptor: Int32

    /// Takes over a descriptor without any check of what it is.
    init(adopting descriptor: Int32) { self.descriptor = descriptor }

    /// Opens or makes (mode 0600) the file, having checked that nobody else can put another in its place or write to it.
    init(path: String) throws(AuditOpenFailure) {
        self.init(adopting: try Self.opened(path) { _, _ in })
    }

    /// The same with the spool beside it, what lies there put into the log.
    static func withSpool(
        path: String, capacity: Int
    ) throws(AuditOpenFailure) -> AuditFileWithSpool {
        var spool: AuditSpool?
        let file = try opened(path) { (directory, log) throws(AuditWriteFailure) in
            let name = split(path).name
            let opened = try AuditSpool("\(name).spool", in: directory, capacity: capacity)
            try SpooledLines(in: opened)?.putInto(log)
            spool = consume opened
        }
        return AuditFileWithSpool(
            file: AuditFile(adopting: file), spool: spool.take() ?? AuditSpool(capacity: capacity))
    }

    /// In bytes, as far as can be told.
    var size: Int {
        var entry = stat()
        return fstat(descriptor, &entry) == 0 ? Int(entry.st_size) : 0
    }

    /// Another descriptor of the same file; -1 with `errno` where there is none left.
    func duplicate() -> Int32 { fcntl(descriptor, F_DUPFD_CLOEXEC, 0) }

    deinit { close(descriptor) }

    /// One write(2), repeated only when a signal came before any byte was taken.
    func write(_ bytes: UnsafeRawBufferPointer) -> Result<Int, AuditWriteFailure> { Self.write(bytes, to: descriptor) }

    static func write(
        _ bytes: UnsafeRawBufferPointer, to descriptor: Int32
    ) -> Result<Int, AuditWriteFailure> {
        while true {
            let written = Glibc.write(descriptor, bytes.baseAddress, bytes.count)
            if written > 0 { return .success(written) }
            // A regular file takes at least a byte or tells why not.
            if written == 0 { return .failure(AuditWriteFailure(errno: EIO)) }
            if errno != EINTR { return .failure(AuditWriteFailure(errno: errno)) }
        }
    }
}

/// The log and what lies beside it.
struct AuditFileWithSpool: ~Copyable {
    let file: AuditFile
    let spool: AuditSpool
}

/// `errno` of a write.
struct AuditWriteFailure: Error, Equatable {
    let errno: Int32
}

extension AuditFile {
    /// - Parameter prepare: called with the folder and the log, before its last line is looked at.
    private static func opened(
        _ path: String, _ prepare: (_ directory: Int32, _ log: Int32) throws(AuditWriteFailure) -> Void
    ) throws(AuditOpenFailure) -> Int32 {
        let (folder, name) = split(path)
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw AuditOpenFailure(path: path, .folder(errno: errno)) }
        defer { close(directory) }
        try check(directory: directory, path)
        // Non-blocking, so that a FIFO in its place is refused instead of waited for.
        let flags = O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
        let file = openat(directory, name, flags, 0o600)
        guard file >= 0 else {
            throw AuditOpenFailure(path: path, errno == ELOOP ? .symbolicLink : .system(errno: errno))
        }
        do throws(AuditOpenFailure) {
            _ = try check(file: file, path)
            do throws(AuditWriteFailure) {
                try prepare(directory, file)
            } catch {
                throw AuditOpenFailure(path: path, error.errno == EWOULDBLOCK ? .inUse : .system(errno: error.errno))
            }
            try endTornLine(of: file, size: try check(file: file, path), path)
        } catch {
            close(file)
            throw error
        }
        return file
    }

    static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let folder = path[..<slash]
        return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
    }

    private static func check(directory: Int32, _ path: String) throws(AuditOpenFailure) {
        let entry = try status(of: directory, path)
        if isForeign(entry) { throw AuditOpenFailure(path: path, .foreignFolder(uid: entry.st_uid)) }
        if isOpenToOthers(entry) { throw AuditOpenFailure(path: path, .folderWritableByOthers) }
    }

    /// - Returns: the size.
    private static func check(file: Int32, _ path: String) throws(AuditOpenFailure) -> Int {
        let entry = try status(of: file, path)
        guard entry.st_mode & S_IFMT == S_IFREG else { throw AuditOpenFailure(path: path, .notRegular) }
        if isForeign(entry) { throw AuditOpenFailure(path: path, .foreignFile(uid: entry.st_uid)) }
        if isOpenToOthers(entry) { throw AuditOpenFailure(path: path, .writableByOthers) }
        return Int(entry.st_size)
    }

    private static func status(of descriptor: Int32, _ path: String) throws(AuditOpenFailure) -> stat {
        var entry = stat()
        guard fstat(descriptor, &entry) == 0 else { throw AuditOpenFailure(path: path, .system(errno: errno)) }
        return entry
    }

    private static func isForeign(_ entry: stat) -> Bool { entry.st_uid != geteuid() && entry.st_uid != 0 }
    private static func isOpenToOthers(_ entry: stat) -> Bool { entry.st_mode & 0o022 != 0 }

    /// A crash in mid-write leaves half a line; with a newline behind it every later line can still be read.
    private static func endTornLine(of file: Int32, size: Int, _ path: String) throws(AuditOpenFailure) {
        guard size > 0 else { return }
        var last: UInt8 = 0
        guard pread(file, &last, 1, off_t(size - 1)) == 1 else {
            throw AuditOpenFailure(path: path, .system(errno: errno))
        }
        guard last != UInt8(ascii: "\n") else { return }
        if case .failure(let failure) = withUnsafeBytes(of: UInt8(ascii: "\n"), { write($0, to: file) }) {
            throw AuditOpenFailure(path: path, .system(errno: failure.errno))
        }
    }
}
