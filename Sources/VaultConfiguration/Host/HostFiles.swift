import Glibc

/// The files of this machine.
package struct HostFiles: FileFactsSource, Sendable {
    package init() {}

    package func facts(at path: String, followingLinks: Bool) throws(FileFactsError) -> FileFacts {
        var status = stat()
        guard (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 else {
            switch errno {
            case ENOENT, ENOTDIR: throw .notFound
            case EACCES: throw .notPermitted
            default: throw .failed(errno: errno)
            }
        }
        return FileFacts(kind: Self.kind(status.st_mode), mode: status.st_mode & 0o7777, owner: status.st_uid)
    }

    private static func kind(_ mode: mode_t) -> FileFacts.Kind {
        switch mode & S_IFMT {
        case S_IFREG: .regular
        case S_IFDIR: .directory
        case S_IFLNK: .symbolicLink
        case S_IFSOCK: .socket
        default: .other
        }
    }

    /// The whole of a file.
    ///
    /// - Parameter limit: longer files are refused with `EFBIG`.
    package func contents(of path: String, limit: Int) throws(FileFactsError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            switch errno {
            case ENOENT, ENOTDIR: throw .notFound
            case EACCES: throw .notPermitted
            default: throw .failed(errno: errno)
            }
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw .failed(errno: errno) }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
            if bytes.count > limit { throw .failed(errno: EFBIG) }
        }
    }
}
