import CLinux
import Glibc

/// Makes Unix stream sockets.
package enum UnixSocket {
    /// An unconnected stream socket, closed on exec.
    static func make(nonBlocking: Bool) throws(SocketError) -> FileDescriptor {
        let raw = socket(AF_UNIX, kind(nonBlocking: nonBlocking), 0)
        guard raw >= 0 else { throw .last("create a unix socket") }
        return FileDescriptor(owning: raw)
    }

    /// Connects to a listener; waits only where its backlog is full and the socket blocks.
    package static func connect(to address: UnixAddress, nonBlocking: Bool) throws(SocketError) -> FileDescriptor {
        let socket = try make(nonBlocking: nonBlocking)
        guard tryConnect(socket, to: address) == 0 else {
            throw .last("connect to '\(String(decoding: address.name, as: UTF8.self))'")
        }
        return socket
    }

    /// Two sockets connected to each other.
    package static func pair(nonBlocking: Bool) throws(SocketError) -> SocketPair {
        var raw: (Int32, Int32) = (-1, -1)
        let result = withUnsafeMutableBytes(of: &raw) {
            socketpair(AF_UNIX, kind(nonBlocking: nonBlocking), 0, $0.assumingMemoryBound(to: Int32.self).baseAddress)
        }
        guard result == 0 else { throw .last("create a socket pair") }
        return SocketPair(FileDescriptor(owning: raw.0), FileDescriptor(owning: raw.1))
    }

    static func tryConnect(_ socket: borrowing FileDescriptor, to address: UnixAddress) -> Int32 {
        let raw = socket.raw
        return address.withSocketAddress { Glibc.connect(raw, $0, $1) }
    }

    private static func kind(nonBlocking: Bool) -> Int32 {
        let base = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue
        return Int32(nonBlocking ? base | SOCK_NONBLOCK.rawValue : base)
    }
}
