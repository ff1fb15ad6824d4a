import Synchronization
import Testing
import VaultCore
import VaultSocket

@testable import VaultServer

/// How a server makes way for the next one: each caller knows of each of its lines whether it was read.
struct HandoverTests {
    private final class Outcome: Sendable {
        let value = Mutex<Bool?>(nil)
        func set(_ done: Bool) { value.withLock { $0 = done } }
        var known: Bool? { value.withLock(\.self) }
    }

    private let params = #"{"grant":"\#(GrantID(rawValue: 1)?.handle ?? "")"}"#

    private func begin(on bench: ServerBench) -> Outcome {
        let outcome = Outcome()
        bench.server.beginHandover(within: .seconds(10)) { outcome.set($0) }
        return outcome
    }

    @Test func `what was sent is answered, then the connection ends, and nothing more can be sent`() throws {
        let bench = try ServerBench()
        let peer = try bench.connect()
        for id in 1...200 { peer.sendLine(call("system.ping", id: "\(id)")) }
        let outcome = begin(on: bench)
        bench.settle()
        #expect(peer.send(Array("x".utf8)) == 0)
        #expect(try peer.lines().map { try ReplyLine($0).id } == (1...200).map(String.init))
        #expect(peer.isClosedByServer)
        #expect(outcome.known == true)
        #expect(bench.connections == 0)
    }

    @Test func `calls in flight are waited for, and what came with them is new work like any other`() throws {
        let bench = try ServerBench()
        bench.answering.hold(.tokenGet)
        let peer = try bench.connect()
        peer.sendLine(call("token.get", id: "1", params: params))
        bench.settle()
        peer.sendLine(call("grant.lookup", id: "2", params: params))
        let outcome = begin(on: bench)
        bench.settle()
        #expect(outcome.known == nil)
        let early = try ReplyLine(try #require(peer.lines().first))
        #expect((early.id, early.reason) == ("2", nil))
        bench.answering.releaseAll()
        bench.settle()
        #expect(try peer.lines().map { try ReplyLine($0).id } == ["1"])
        #expect(peer.isClosedByServer)
        #expect(outcome.known == true)
    }

    @Test func `a line that could not be sent whole is no mistake of its sender and is not answered`() throws {
        let bench = try ServerBench()
        let peer = try bench.connect()
        peer.sendLine(call("system.ping"))
        peer.send(#"{"jsonrpc":"2.0","id":2,"meth"#)
        let outcome = begin(on: bench)
        bench.settle()
        #expect(peer.lines().count == 1)
        #expect(peer.isClosedByServer)
        #expect(outcome.known == true)
    }

    @Test func `callers at the door wait there for whoever comes next`() throws {
        let directory = TemporaryDirectory()
        let bench = try ServerBench()
        let listener = try UnixListener.bind(path: directory.file("s"))
        try bench.server.listen(on: listener, as: .workload)
        let outcome = begin(on: bench)
        bench.settle()
        let caller = TestPeer(try UnixSocket.connect(to: UnixAddress(path: directory.file("s")), nonBlocking: true))
        caller.sendLine(call("system.ping"))
        bench.settle()
        #expect(outcome.known == true)
        #expect(!caller.isClosedByServer)
        let next = try ServerBench()
        try next.server.listen(on: listener, as: .workload)
        next.settle()
        #expect(caller.lines().count == 1)
    }

    @Test func `it ends when the time is up, whatever is still in flight`() throws {
        let bench = try ServerBench()
        bench.answering.hold(.systemInfo)
        let peer = try bench.connect()
        peer.sendLine(call("system.info"))
        bench.settle()
        let outcome = begin(on: bench)
        bench.settle()
        bench.advance(milliseconds: 9_999)
        bench.settle()
        #expect(outcome.known == nil)
        bench.advance(milliseconds: 1)
        bench.settle()
        #expect(outcome.known == false)
        bench.answering.releaseAll()
        bench.settle()
    }
}
