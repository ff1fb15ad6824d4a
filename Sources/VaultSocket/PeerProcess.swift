import CLinux
import Glibc

/// A hold on the process at the other end: while it is kept, the process number cannot come to mean another one.
package struct PeerProcess: ~Copyable, Sendable {
    /// A pidfd (pidfd_open(2)).
    package let descriptor: FileDescriptor

    /// nil if the peer has ended, or the kernel knows no pidfds.
    package init?(of socket: borrowing FileDescriptor, credentials: PeerCredentials) {
        var raw: Int32 = -1
        var length = socklen_t(MemoryLayout<Int32>.size)
        // The kernel's own record is free of races; before Linux 6.5 the number is all there is.
        if getsockopt(socket.raw, SOL_SOCKET, SO_PEERPIDFD, &raw, &length) != 0 {
            guard errno == ENOPROTOOPT else { return nil }
            raw = vault_pidfd_open(credentials.pid)
        }
        guard raw >= 0 else { return nil }
        descriptor = FileDescriptor(owning: raw)
    }

    private init(_ descriptor: consuming FileDescriptor) { self.descriptor = descriptor }

    /// A second hold on the same process.
    package func duplicate() throws(SocketError) -> PeerProcess { PeerProcess(try descriptor.duplicate()) }

    /// A pidfd becomes readable when its process ends.
    package var hasEnded: Bool {
        var wanted = pollfd(fd: descriptor.raw, events: Int16(POLLIN), revents: 0)
        return poll(&wanted, 1, 0) != 0
    }
}
