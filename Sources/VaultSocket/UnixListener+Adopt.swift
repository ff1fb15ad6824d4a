import CLinux
import Glibc

extension UnixListener {
    /// Takes over a listening socket that a service manager made; its file is never unlinked here.
    package static func adopt(_ inherited: InheritedSocket) throws(SocketError) -> UnixListener {
        let descriptor = FileDescriptor(owning: inherited.descriptor)
        guard isUnixStreamListener(descriptor) else {
            // Not ours to close: it may be anything the manager passed.
            throw .notAListener(descriptor: descriptor.release(), name: inherited.name)
        }
        try descriptor.setNonBlocking()
        try descriptor.setCloseOnExec()
        return UnixListener(descriptor, path: inherited.name, made: nil)
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
