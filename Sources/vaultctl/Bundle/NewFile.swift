import Glibc

/// A file that was not there before and that only its owner reads.
enum NewFile {
    struct Failed: Error {
        let reason: String
    }

    /// Nothing is left behind where it could not be written whole.
    static func write(_ bytes: [UInt8], to path: String) throws(Failed) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure() }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let failure = failure()
                close(file)
                unlink(path)
                throw failure
            }
            rest = rest.dropFirst(count)
        }
        guard close(file) == 0 else {
            let failure = failure()
            unlink(path)
            throw failure
        }
    }

    private static func failure() -> Failed { Failed(reason: String(cString: strerror(errno))) }
}
