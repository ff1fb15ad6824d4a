import CLinux
import Glibc

extension UnixListener {
    /// Takes over a listening socket that a service manager made, whose file is never unlinked here, or one that the program
    /// before this one made in this very process, whose file is this one's now.
    package static func adopt(_ inherited: InheritedSocket) throws(SocketError) -> UnixListener {
        let descriptor = FileDescriptor(owning: inherited.descriptor)
        guard isUnixStreamListener(descriptor) else {
            // Not ours to close: it may be anything the manager passed.
            throw .notAListener(descriptor: descriptor.release(), name: inherited.name)
        }
        try descriptor.setNonBlocking()
        try descriptor.setCloseOnExec()
        guard inherited.isOwn, let path = boundPath(of: descriptor) else {
            return UnixListener(descriptor, path: inherited.name, made: nil)
        }
        return UnixListener(descriptor, path: path, made: FileEntry(path: path))
    }

    private static func boundPath(of socket: borrowing FileDescriptor) -> String? {
        var address = sockaddr_un()
        var length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let raw = socket.raw
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(raw, $0, &length) }
        }
        guard code == 0 else { return nil }
        let path = withUnsafeBytes(of: &address.sun_path) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return path.isEmpty ? nil : path
    }

    private static func isUnixStreamListener(_ socket: borrowing FileDescriptor) -> Bool {
        option(SO_DOMAIN, of: socket) == AF_UNIX
            && option(SO_TYPE, of: socket) == Int32(SOCK_STREAM.rawValue)
            && option(SO_ACCEPTCONN, of: socket) == 1
    }

    private static func option(_ name: Int32, of socket: borrowing FileDescriptor) -> Int32? {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(socket.raw, SOL_SOCKET, name, &value, &length) == 0 ? value : nil
    }
}
