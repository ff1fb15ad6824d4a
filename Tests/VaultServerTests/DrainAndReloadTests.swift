import Synchronization
import Testing
import VaultCore
import VaultSocket
import VaultWire

@testable import VaultServer

struct DrainAndReloadTests {
    private final class Outcome: Sendable {
        let value = Mutex<Bool?>(nil)
        func set(_ done: Bool) { value.withLock { $0 = done } }
        var isKnown: Bool { value.withLock { $0 != nil } }
        var wasInTime: Bool { value.withLock { $0 == true } }
    }

    @Test func `draining refuses new work with an error that may be retried, and finishes what was begun`() throws {
        let bench = try ServerBench()
        bench.answering.hold(.tokenGet)
        let peer = try bench.connect()
        let params = #"{"grant":"\#(GrantID(rawValue: 1)?.handle ?? "")"}"#
        peer.sendLine(call("token.get", id: "1", params: params))
        bench.settle()
        let outcome = Outcome()
        bench.server.beginDrain(within: .seconds(10)) { outcome.set($0) }
        bench.settle()
        #expect(!outcome.isKnown)
        peer.sendLine(call("token.get", id: "2", params: params))
        bench.settle()
        let refused = try ReplyLine(try #require(peer.lines().first))
        #expect((refused.id, refused.reason, refused.isRetryable) == ("2", "shutting_down", true))
        bench.answering.releaseAll()
        bench.settle()
        #expect(try peer.lines().map { try ReplyLine($0).id } == ["1"])
        #expect(outcome.wasInTime)
    }

    @Test func `draining ends when the time is up, whatever is still in flight`() throws {
        let bench = try ServerBench()
        bench.answering.hold(.systemInfo)
        let peer = try bench.connect()
        peer.sendLine(call("system.info"))
        bench.settle()
        let outcome = Outcome()
        bench.server.beginDrain(within: .seconds(10)) { outcome.set($0) }
        bench.settle()
        bench.advance(milliseconds: 9_999)
        bench.settle()
        #expect(!outcome.isKnown)
        bench.advance(milliseconds: 1)
        bench.settle()
        #expect(outcome.isKnown && !outcome.wasInTime)
        bench.answering.releaseAll()
        bench.settle()
    }

    @Test func `draining waits for replies that have not left yet`() throws {
        let bench = try ServerBench()
        bench.answering.answer(.rpcDiscover, with: .success(.discovery))
        let peer = try bench.connect()
        // More than a socket holds, and less than may wait for a reader.
        peer.send(String(repeating: call("rpc.discover") + "\n", count: 24))
        bench.settle()
        #expect(bench.connections == 1)
        let outcome = Outcome()
        bench.server.beginDrain(within: .seconds(10)) { outcome.set($0) }
        bench.settle()
        #expect(!outcome.isKnown)
        for _ in 0..<100 where !outcome.isKnown {
            peer.receive()
            bench.tick()
        }
        #expect(outcome.wasInTime)
    }

    @Test func `draining takes no new callers`() throws {
        let directory = TemporaryDirectory()
        let bench = try ServerBench()
        try bench.server.listen(on: UnixListener.bind(path: directory.file("s")), as: .workload)
        let address = try UnixAddress(path: directory.file("s"))
        let first = TestPeer(try UnixSocket.connect(to: address, nonBlocking: true))
        bench.settle()
        #expect(bench.connections == 1)
        bench.server.beginDrain(within: .seconds(10)) { _ in }
        bench.settle()
        #expect(throws: SocketError.self) { _ = TestPeer(try UnixSocket.connect(to: address, nonBlocking: true)) }
        #expect(!first.isClosedByServer)
    }

    @Test func `new rules hold for connections that are open already`() async throws {
        let registry = ProviderRegistry()
        let bench = try ServerBench(policy: Policies.everyone(named: "before", registry))
        let peer = try bench.connect()
        peer.sendLine(call("system.ping"))
        bench.settle()
        let rules = ServerRules(policy: try Policies.everyone(named: "after", registry))
        await bench.drive { [server = bench.server] in await server.reload(rules) }
        peer.sendLine(call("system.ping"))
        bench.settle()
        #expect(bench.answering.seen.map(\.client) == ["before", "after"])
        #expect(peer.lines().count == 2)
    }

    @Test func `new limits hold for connections that are open already`() async throws {
        let bench = try ServerBench()
        let peer = try bench.connect()
        var limits = LimitSettings()
        limits.frameBytes = 20
        let rules = ServerRules(policy: .denyAll, limits: limits)
        await bench.drive { [server = bench.server] in await server.reload(rules) }
        peer.sendLine(call("system.ping"))
        bench.settle()
        #expect(try ReplyLine(try #require(peer.lines().first)).errorType == "invalid_request")
        #expect(peer.isClosedByServer)
    }

    @Test func `new limits hold for the count of connections too`() async throws {
        let bench = try ServerBench()
        var limits = LimitSettings()
        limits.connectionsPerClient = 1
        let rules = ServerRules(policy: .denyAll, limits: limits)
        await bench.drive { [server = bench.server] in await server.reload(rules) }
        let peers = [try bench.connect(), try bench.connect()]
        #expect(peers.map(\.isClosedByServer) == [false, true])
    }

    @Test func `closing all closes all`() async throws {
        let bench = try ServerBench()
        let peers = try (0..<5).map { _ in try bench.connect() }
        await bench.drive { [server = bench.server] in await server.closeAll() }
        for peer in peers { #expect(peer.isClosedByServer) }
        #expect(bench.connections == 0)
    }
}
