import Glibc
import Testing
import VaultCore
import VaultSocket
import VaultWire

@testable import VaultServer

struct ConnectionInputTests {
    @Test func `a call that comes in byte by byte is answered once it is whole`() throws {
        let bench = try ServerBench()
        let peer = try bench.connect()
        for byte in Array((call("system.ping", id: "7") + "\n").utf8) {
            #expect(peer.lines().isEmpty)
            peer.send([byte])
            bench.tick()
        }
        let lines = peer.lines()
        #expect(lines.count == 1)
        #expect(try ReplyLine(lines[0]).id == "7")
    }

    @Test func `many calls in one read are all answered`() throws {
        let bench = try ServerBench()
        let peer = try bench.connect()
        peer.send((0..<200).map { call("system.ping", id: "\($0)") + "\n" }.joined())
        bench.tick()
        #expect(try Set(peer.lines().map { try ReplyLine($0).id }) == Set((0..<200).map { "\($0)" }))
    }

    @Test func `two connections do not mix their lines`() throws {
        let bench = try ServerBench()
        let (first, second) = (try bench.connect(), try bench.connect())
        let (one, two) = (call("system.ping", id: "1"), call("system.ping", id: "2"))
        first.send(String(one.prefix(20)))
        second.send(String(two.prefix(10)))
        bench.tick()
        second.sendLine(String(two.dropFirst(10)))
        first.sendLine(String(one.dropFirst(20)))
        bench.tick()
        #expect(try first.lines().map { try ReplyLine($0).id } == ["1"])
        #expect(try second.lines().map { try ReplyLine($0).id } == ["2"])
    }

    @Test(arguments: [-1, 0, 1])
    func `a frame may be as long as the limit and no longer`(over: Int) throws {
        var limits = LimitSettings()
        limits.frameBytes = 300
        let bench = try ServerBench(limits: limits)
        let peer = try bench.connect()
        let bare = call("system.ping", id: #""""#).utf8.count
        let line = call("system.ping", id: "\"" + String(repeating: "i", count: 100) + "\"")
        let padded = line + String(repeating: " ", count: 300 + over - (bare + 100))
        peer.sendLine(padded)
        bench.settle()
        let reply = try ReplyLine(try #require(peer.lines().first))
        #expect(reply.isResult == (over <= 0))
        #expect(peer.isClosedByServer == (over > 0))
        if over > 0 {
            #expect(reply.code == -32600)
            #expect(reply.id == "null")
            #expect(bench.connections == 0)
        }
    }

    @Test func `a line without end is refused before it is whole`() throws {
        let bench = try ServerBench()
        let peer = try bench.connect()
        peer.send(Array(repeating: UInt8(ascii: "x"), count: 64 * 1024 + 1))
        bench.settle()
        #expect(try ReplyLine(try #require(peer.lines().first)).errorType == "invalid_request")
        #expect(peer.isClosedByServer)
    }

    @Test func `calls before a frame that is too long are answered before the connection closes`() throws {
        var limits = LimitSettings()
        limits.frameBytes = 100
        let bench = try ServerBench(limits: limits)
        let peer = try bench.connect()
        bench.answering.hold(.systemInfo)
        peer.sendLine(call("system.info", id: "1"))
        peer.sendLine(String(repeating: " ", count: 101))
        bench.settle()
        #expect(try peer.lines().map { try ReplyLine($0).id } == ["null"])
        #expect(!peer.isClosedByServer)
        bench.answering.releaseAll()
        bench.settle()
        #expect(try peer.lines().map { try ReplyLine($0).id } == ["1"])
        #expect(peer.isClosedByServer)
    }

    @Test func `a peer that stops sending still gets its answers, then the end`() throws {
        let bench = try ServerBench()
        let peer = try bench.connect()
        bench.answering.hold(.systemInfo)
        peer.sendLine(call("system.info", id: "1"))
        peer.stopSending()
        bench.settle()
        #expect(!peer.isClosedByServer)
        bench.answering.releaseAll()
        bench.settle()
        #expect(try peer.lines().map { try ReplyLine($0).id } == ["1"])
        #expect(peer.isClosedByServer)
        #expect(bench.connections == 0)
    }

    @Test func `a peer that asked for nothing but notifications is closed when they are done`() throws {
        let bench = try ServerBench()
        let peer = try bench.connect()
        bench.answering.hold(.systemInfo)
        peer.sendLine(call("system.info", id: nil))
        peer.stopSending()
        bench.settle()
        #expect(bench.connections == 1)
        bench.answering.releaseAll()
        bench.settle()
        #expect(bench.connections == 0)
    }

    @Test func `a peer that stops sending with nothing asked is closed at once`() throws {
        let bench = try ServerBench()
        let peer = try bench.connect()
        peer.stopSending()
        bench.tick()
        #expect(peer.isClosedByServer)
        #expect(bench.connections == 0)
    }

    @Test func `the end of the input in the middle of a line is told`() throws {
        let bench = try ServerBench()
        let peer = try bench.connect()
        peer.send(call("system.ping"))
        peer.stopSending()
        bench.settle()
        let reply = try ReplyLine(try #require(peer.lines().first))
        #expect(reply.errorType == "parse_error")
        #expect(reply.message?.contains("newline") == true)
        #expect(peer.isClosedByServer)
    }

    @Test func `a half-closed peer costs no ticks while its answer is awaited`() throws {
        let bench = try ServerBench()
        let peer = try bench.connect()
        bench.answering.hold(.systemInfo)
        peer.sendLine(call("system.info", id: "1"))
        peer.stopSending()
        bench.settle()
        // Nothing may be ready: the loop would spin on the end of the input.
        #expect(bench.loop.tickIsIdle())
        bench.answering.releaseAll()
        bench.settle()
        #expect(peer.lines().count == 1)
    }

    @Test func `what a peer sent before it went away is still done`() throws {
        let bench = try ServerBench()
        let peer = try bench.connect()
        peer.sendLine(call("grant.revoke", id: nil, params: #"{"grant":"vgr_x"}"#))
        peer.sendLine(call("system.ping", id: nil))
        peer.close()
        bench.settle()
        #expect(bench.answering.seen.map(\.method) == [.grantRevoke, .systemPing])
        #expect(bench.connections == 0)
    }

    @Test func `a line that does not end in time costs the connection`() throws {
        let bench = try ServerBench()
        let (slow, idle) = (try bench.connect(), try bench.connect())
        slow.send("{")
        bench.tick()
        bench.advance(milliseconds: 29_000)
        slow.send("\"")
        bench.settle()
        #expect(!slow.isClosedByServer)
        bench.advance(milliseconds: 1_000)
        bench.settle()
        #expect(slow.isClosedByServer)
        #expect(!idle.isClosedByServer)
    }

    @Test func `a steady sender whose reads end in the middle of lines is no slow one`() throws {
        let bench = try ServerBench()
        let peer = try bench.connect()
        let line = call("system.ping") + "\n"
        peer.send(String(line.prefix(10)))
        for _ in 0..<40 {
            bench.tick()
            bench.advance(milliseconds: 1_000)
            peer.send(String(line.dropFirst(10) + line.prefix(10)))
        }
        bench.settle()
        #expect(peer.lines().count == 40)
        #expect(!peer.sawEnd)
    }
}

extension EventLoop {
    /// Whether a tick finds nothing to do and nothing due.
    func tickIsIdle() -> Bool {
        let before = MonotonicInstant.now
        tick(waitingAtMost: .milliseconds(20))
        return MonotonicInstant.now.since(before) >= .milliseconds(19)
    }

    @Test func `a peer that has stopped sending gets all its answers, also with another's between them`() throws {
        let bench = try ServerBench()
        bench.answering.hold(.systemInfo)
        let (first, second) = (try bench.connect(), try bench.connect())
        for (peer, id) in [(first, "1"), (second, "2"), (first, "3")] {
            peer.sendLine(call("system.info", id: id))
            bench.settle()
        }
        first.stopSending()
        bench.settle()
        bench.answering.releaseAll()
        bench.settle()
        #expect(try first.lines().map { try ReplyLine($0).id } == ["1", "3"])
        #expect(first.isClosedByServer)
        #expect(second.lines().count == 1)
    }
}
