import Glibc
import Testing
import VaultCore
import VaultService
import VaultSocket
import VaultTestSupport
import VaultWire

@testable import VaultServer

struct ServerThreadTests {
    let directory = TemporaryDirectory()

    /// A server on loops that run on threads of their own, as in the daemon.
    private func run(_ body: (Server) async throws -> Void) async throws {
        let loops = try (0..<3).map { try EventLoop(name: "loop-\($0)") }
        let answering = ScriptedAnswering()
        let server = Server(
            Server.Parts(
                audit: RecordingAudit(), clock: ManualClock(), answering: answering,
                cache: TokenCache(capacity: 10, cipher: FakeMemoryCipher()),
                sessions: ServerBench.noSessions(ManualClock()), seal: SealGate(isOpen: true),
                hasher: FakeHasher()),
            rules: ServerRules(policy: .denyAll), on: loops, admission: Admission(LimitSettings()),
            health: ServerHealth())
        try server.listen(on: UnixListener.bind(path: directory.file("s")), as: .workload)
        let threads = try loops.map { ThreadBox(try $0.start()) }
        try await body(server)
        for loop in loops { loop.stop() }
        for thread in threads { thread.join() }
    }

    @Test func `connections are spread over all loops and all are answered`() async throws {
        try await run { server in
            let address = try UnixAddress(path: directory.file("s"))
            let peers = try (0..<12).map { _ in BlockingPeer(try UnixSocket.connect(to: address, nonBlocking: false)) }
            for (number, peer) in peers.enumerated() { peer.send(call("system.ping", id: "\(number)") + "\n") }
            for (number, peer) in peers.enumerated() {
                #expect(try ReplyLine(peer.line()).id == "\(number)")
            }
            #expect(server.admission.connections == 12)
        }
    }

    @Test func `reload, drain and the end work from any thread`() async throws {
        try await run { server in
            let address = try UnixAddress(path: directory.file("s"))
            let peers = try (0..<6).map { _ in BlockingPeer(try UnixSocket.connect(to: address, nonBlocking: false)) }
            for peer in peers {
                peer.send(call("system.ping") + "\n")
                _ = peer.line()
            }
            await server.reload(ServerRules(policy: .denyAll))
            #expect(await server.drain(within: .seconds(10)))
            for peer in peers {
                peer.send(call("grant.list") + "\n")
                #expect(try ReplyLine(peer.line()).reason == "shutting_down")
            }
            await server.closeAll()
            #expect(server.admission.connections == 0)
            for peer in peers { #expect(peer.line() == "") }
        }
    }

    /// A thread in a form that an array can hold.
    private final class ThreadBox {
        private var thread: LoopThread?

        init(_ thread: consuming LoopThread) { self.thread = consume thread }

        func join() { thread.take()?.join() }
    }

    /// A client that waits for what it reads.
    private final class BlockingPeer {
        private let descriptor: FileDescriptor

        init(_ descriptor: consuming FileDescriptor) { self.descriptor = descriptor }

        func send(_ text: String) {
            Array(text.utf8).withUnsafeBytes { _ = descriptor.send($0) }
        }

        /// One line without its newline; empty at the end of the stream.
        func line() -> String {
            var line: [UInt8] = []
            var byte: UInt8 = 0
            while withUnsafeMutableBytes(of: &byte, { descriptor.receive(into: $0) }) == .moved(1), byte != 0x0A {
                line.append(byte)
            }
            return String(decoding: line, as: UTF8.self)
        }
    }
}
