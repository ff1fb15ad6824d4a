import Glibc
import Testing

@testable import VaultSocket

struct PeerTests {
    @Test func `the kernel names this process as the peer of its own pair`() throws {
        let (socket, other) = try TestSocket.pair()
        defer { _ = other }
        let peer = try PeerCredentials(of: socket.descriptor)
        #expect(peer == PeerCredentials(uid: geteuid(), gid: getegid(), pid: getpid()))
    }

    @Test func `the hold on a living peer says that it lives`() throws {
        let (socket, other) = try TestSocket.pair()
        defer { _ = other }
        guard let process = PeerProcess(of: socket.descriptor, credentials: try PeerCredentials(of: socket.descriptor))
        else {
            Issue.record("no pidfd: this needs Linux 5.3 or later")
            return
        }
        let hasEnded = process.hasEnded
        #expect(!hasEnded)
    }

    @Test func `asking a descriptor that is no socket is an error`() throws {
        let file = TestSocket(FileDescriptor(owning: open("/dev/null", O_RDONLY)))
        let error = #expect(throws: SocketError.self) { try PeerCredentials(of: file.descriptor) }
        #expect(error == .failed(action: "read the peer's credentials", errno: ENOTSOCK))
    }
}
