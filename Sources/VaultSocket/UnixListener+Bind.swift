import Glibc

extension UnixListener {
    /// Who may connect to a socket file, and how many callers may wait.
    package struct Options: Sendable {
        package var mode: UInt32
        package var group: UInt32?
        package var backlog: Int32

        package init(mode: UInt32 = 0o600, group: UInt32? = nil, backlog: Int32 = 1024) {
            self.mode = mode
            self.group = group
            self.backlog = backlog
        }
    }

    /// Binds a new socket at `path`, whose directory must pass `SocketDirectory`. A socket file that is already there is
    /// replaced only if nobody answers on it.
    package static func bind(path: String, options: Options = Options()) throws(SocketError) -> UnixListener {
        let (parent, name) = try split(path)
        let directory = try SocketDirectory(checking: parent)
        let real = directory.path == "/" ? "/" + name : directory.path + "/" + name
        let address = try UnixAddress(path: real)
        // Two daemons that start at once would both find the file stale and unlink each other's: one at a time.
        let lock = try DirectoryLock(directory)
        defer { lock.release() }
        let socket = try UnixSocket.make(nonBlocking: true)
        try bind(socket, to: address, path: real)
        return try opened(socket, path: real, options: options)
    }

    private static func bind(
        _ socket: borrowing FileDescriptor, to address: UnixAddress, path: String
    ) throws(SocketError) {
        // The kernel makes the file with the socket's own mode, so it is never wider than 0600 before it is ours to open.
        guard fchmod(socket.raw, 0o600) == 0 else { throw .last("set the mode of the new socket") }
        if tryBind(socket, address) == 0 { return }
        guard errno == EADDRINUSE else { throw .last("bind the socket '\(path)'") }
        try removeStale(path: path, address: address)
        guard tryBind(socket, address) == 0 else { throw .last("bind the socket '\(path)'") }
    }

    private static func tryBind(_ socket: borrowing FileDescriptor, _ address: UnixAddress) -> Int32 {
        let raw = socket.raw
        return address.withSocketAddress { Glibc.bind(raw, $0, $1) }
    }

    private static func removeStale(path: String, address: UnixAddress) throws(SocketError) {
        guard let entry = FileEntry(path: path) else { throw .last("look at '\(path)'") }
        guard entry.isSocket else { throw .notASocket(path: path) }
        let probe = try UnixSocket.make(nonBlocking: true)
        let code = UnixSocket.tryConnect(probe, to: address) == 0 ? 0 : errno
        // A full backlog (EAGAIN) or a refusal by mode is an answer too; only ECONNREFUSED says that nobody listens.
        guard code == ECONNREFUSED else { throw .alreadyServed(path: path) }
        guard unlink(path) == 0 else { throw .last("remove the stale socket '\(path)'") }
    }

    private static func opened(
        _ socket: consuming FileDescriptor, path: String, options: Options
    ) throws(SocketError) -> UnixListener {
        // From here on the listener owns the file: if a step below fails, its deinit removes it again.
        guard let made = FileEntry(path: path) else { throw .last("look at '\(path)'") }
        let listener = UnixListener(socket, path: path, made: made)
        guard listen(listener.descriptor.raw, options.backlog) == 0 else { throw .last("listen on '\(path)'") }
        if let group = options.group, lchown(path, uid_t.max, group) != 0 {
            throw .last("give the socket '\(path)' to group \(group)")
        }
        guard chmod(path, options.mode) == 0 else { throw .last("set the mode of the socket '\(path)'") }
        return listener
    }

    private static func split(_ path: String) throws(SocketError) -> (parent: String, name: String) {
        guard path.utf8.first == UInt8(ascii: "/"), let slash = path.lastIndex(of: "/") else {
            throw .unusablePath(path: path)
        }
        let name = String(path[path.index(after: slash)...])
        guard !name.isEmpty, name != ".", name != "..", !name.utf8.contains(0) else { throw .unusablePath(path: path) }
        let parent = String(path[..<slash])
        return (parent.isEmpty ? "/" : parent, name)
    }
}
