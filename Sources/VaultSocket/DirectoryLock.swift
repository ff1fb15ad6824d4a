import Glibc

/// Exclusive hold on a directory among programs that ask the same way (flock(2) on the directory itself, so no file is left).
struct DirectoryLock: ~Copyable {
    private let descriptor: FileDescriptor

    init(_ directory: SocketDirectory) throws(SocketError) {
        let raw = open(directory.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        guard raw >= 0 else { throw .last("open the socket directory '\(directory.path)'") }
        let opened = FileDescriptor(owning: raw)
        while flock(opened.raw, LOCK_EX) != 0 {
            guard errno == EINTR else { throw .last("lock the socket directory '\(directory.path)'") }
        }
        descriptor = opened
    }

    /// Unlocks at once; closing would do it as well.
    borrowing func release() {
        _ = flock(descriptor.raw, LOCK_UN)
    }
}
