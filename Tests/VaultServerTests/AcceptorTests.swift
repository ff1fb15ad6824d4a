import Glibc
import Testing
import VaultCore
import VaultSocket

@testable import VaultServer

struct AcceptorTests {
    let directory = TemporaryDirectory()

    @Test func `callers on both sockets are served, each as what its socket says`() throws {
        let vault = try SpineBench()
        for (name, role) in [("w", SocketRole.workload), ("a", .admin)] {
            try vault.bench.server.listen(on: UnixListener.bind(path: directory.file(name)), as: role)
        }
        let line = call("provider.test", params: #"{"provider":"acme"}"#)
        var answers: [Bool] = []
        for name in ["w", "a"] {
            let address = try UnixAddress(path: directory.file(name))
            let peer = TestPeer(try UnixSocket.connect(to: address, nonBlocking: true))
            peer.sendLine(line)
            vault.bench.settle()
            answers += try peer.lines().map { try ReplyLine($0).isResult }
        }
        #expect(answers == [false, true])
    }

    @Test func `a crowd at the door is let in over several ticks`() throws {
        let bench = try ServerBench()
        try bench.server.listen(on: UnixListener.bind(path: directory.file("s")), as: .workload)
        let address = try UnixAddress(path: directory.file("s"))
        let peers = try (0..<Acceptor.batch + 10).map { _ in
            TestPeer(try UnixSocket.connect(to: address, nonBlocking: true))
        }
        bench.tick()
        #expect(bench.connections == Acceptor.batch)
        bench.tick()
        #expect(bench.connections == peers.count)
    }

    @Test func `without descriptors the listener rests, and is asked again later`() throws {
        let bench = try ServerBench()
        let listener = try UnixListener.bind(path: directory.file("s"))
        let door = Door()
        let acceptor = try Acceptor(
            listener.descriptor, accept: { door.accept(listener) }, socket: .workload, on: bench.loop
        ) { descriptor, _, _ in door.welcomed.append(TestPeer(descriptor)) }
        door.isExhausted = true
        let peer = TestPeer(
            try UnixSocket.connect(to: UnixAddress(path: directory.file("s")), nonBlocking: true))
        for _ in 0..<5 { bench.tick() }
        // Asked once although the listener stayed ready: the loop does not spin.
        #expect(door.asked == 1)
        door.isExhausted = false
        bench.tick()
        #expect(door.welcomed.isEmpty)
        bench.advance(milliseconds: 100)
        bench.settle()
        #expect(door.welcomed.count == 1)
        #expect(!peer.isClosedByServer)
        acceptor.stop()
    }

    /// Stands before a listener and pretends that the process has no descriptors left.
    private final class Door {
        var isExhausted = false
        var asked = 0
        var welcomed: [TestPeer] = []

        func accept(_ listener: UnixListener) -> AcceptOutcome {
            asked += 1
            return isExhausted ? .exhausted : listener.accept()
        }
    }
}
