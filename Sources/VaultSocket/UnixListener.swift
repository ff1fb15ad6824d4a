import Glibc

/// A listening Unix stream socket that leaves nothing behind but what it found: it unlinks only a file it made itself.
package final class UnixListener: Sendable {
    package let descriptor: FileDescriptor
    package let path: String
    /// The file that bind made; nil where a service manager did.
    private let made: FileEntry?

    init(_ descriptor: consuming FileDescriptor, path: String, made: FileEntry?) {
        self.descriptor = consume descriptor
        self.path = path
        self.made = made
    }

    deinit {
        guard let made, let now = FileEntry(path: path), now.isSameFile(as: made) else { return }
        _ = unlink(path)
    }

    /// Whether `path` names its file, whichever way.
    package func isAt(_ path: String) -> Bool {
        guard let mine = FileEntry(path: self.path), let other = FileEntry(path: path) else { return false }
        return mine.isSameFile(as: other)
    }

    /// What the program that follows in this process is to know of it.
    package func inheritable(as name: String) -> InheritedSocket {
        InheritedSocket(name: name, descriptor: descriptor.raw, isOwn: made != nil)
    }

    /// Takes one waiting caller; its socket does not block and is closed on exec.
    package func accept() -> AcceptOutcome { descriptor.accept() }
}
