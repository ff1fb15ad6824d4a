import Synchronization
import Testing
import VaultCore
import VaultSocket

@testable import VaultServer

/// The endpoint over a real listener, on a loop that the test drives.
@Suite(.timeLimit(.minutes(5))) final class MetricsEndpointTests {
    private let folder: TemporaryDirectory
    private let loop: EventLoop
    private let hand = Hand()
    private let endpoint: MetricsEndpoint
    private let path: String

    init() throws {
        folder = TemporaryDirectory()
        path = folder.path + "/metrics.sock"
        let hand = hand
        loop = try EventLoop(clock: { hand.now })
        endpoint = try MetricsEndpoint(on: UnixListener.bind(path: path), loop) {
            var exposition = Exposition()
            exposition.add(.sealed, [], false)
            return exposition
        }
    }

    private final class Hand: Sendable {
        private let seconds = Atomic<UInt64>(1)

        var now: MonotonicInstant { MonotonicInstant(nanoseconds: seconds.load(ordering: .relaxed) * 1_000_000_000) }

        func advance(seconds more: UInt64) { seconds.wrappingAdd(more, ordering: .relaxed) }
    }

    private func connect() throws -> TestPeer {
        TestPeer(try UnixSocket.connect(to: UnixAddress(path: path), nonBlocking: true))
    }

    /// Ticks until the endpoint has closed.
    private func answer(to peer: TestPeer) async -> String {
        while !peer.isClosedByServer {
            loop.tick(waitingAtMost: .zero)
            await Task.yield()
        }
        return peer.text
    }

    @Test func `the metrics come with their length and type, and the connection ends`() async throws {
        let peer = try connect()
        peer.send(Array("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
        let text = await answer(to: peer)
        let body =
            "# HELP vaultd_sealed \(Metric.sealed.declaration.help)\n# TYPE vaultd_sealed gauge\nvaultd_sealed 0\n"
        #expect(text.hasPrefix("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"))
        #expect(text.contains("\r\nContent-Length: \(body.utf8.count)\r\n") && text.hasSuffix("\r\n\r\n" + body))
    }

    @Test func `anything else is refused and the connection ends`() async throws {
        for (line, status) in [("GET /", "404"), ("POST /metrics", "405"), ("nonsense", "400")] {
            let peer = try connect()
            peer.send(Array("\(line) HTTP/1.0\r\n\r\n".utf8))
            #expect(await answer(to: peer).hasPrefix("HTTP/1.1 \(status) "), "\(line)")
        }
    }

    @Test func `who says nothing is closed after a while, and a fifth at once`() async throws {
        let peers = try (0..<4).map { _ in try connect() }
        for _ in 0..<8 { loop.tick(waitingAtMost: .zero) }
        let fifth = try connect()
        #expect(await answer(to: fifth) == "")
        #expect(peers.allSatisfy { !$0.isClosedByServer })
        hand.advance(seconds: 6)
        for peer in peers { #expect(await answer(to: peer) == "") }
        let next = try connect()
        next.send(Array("GET /metrics HTTP/1.0\r\n\r\n".utf8))
        #expect(await answer(to: next).hasPrefix("HTTP/1.1 200 "))
    }
}
