import CLinux
import Glibc

/// What the kernel recorded about the process at the other end when it connected (unix(7), SO_PEERCRED).
package struct PeerCredentials: Sendable, Hashable {
    package let uid: UInt32
    package let gid: UInt32
    package let pid: Int32

    package init(uid: UInt32, gid: UInt32, pid: Int32) {
        self.uid = uid
        self.gid = gid
        self.pid = pid
    }

    /// Asks the kernel about the peer of a connected socket.
    package init(of socket: borrowing FileDescriptor) throws(SocketError) {
        var credentials = vault_ucred()
        var length = socklen_t(MemoryLayout<vault_ucred>.size)
        guard getsockopt(socket.raw, SOL_SOCKET, SO_PEERCRED, &credentials, &length) == 0 else {
            throw .last("read the peer's credentials")
        }
        self.init(uid: credentials.uid, gid: credentials.gid, pid: credentials.pid)
    }
}
