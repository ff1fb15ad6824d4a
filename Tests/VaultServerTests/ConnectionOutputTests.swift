import Testing
import VaultCore
import VaultSocket
import VaultWire

@testable import VaultServer

struct ConnectionOutputTests {
    /// Limits under which little is buffered.
    private func narrow(buffered: Int, slow milliseconds: Int64 = 5000) -> LimitSettings {
        var limits = LimitSettings()
        limits.bufferedReplyBytes = buffered
        limits.slowReaderMilliseconds = milliseconds
        limits.inFlightPerConnection = 100_000
        return limits
    }

    /// Sends discovery calls until the server takes no more.
    private func flood(_ bench: ServerBench, _ peer: TestPeer, calls: Int) {
        let line = Array((call("rpc.discover") + "\n").utf8)
        for _ in 0..<calls {
            guard peer.send(line) == line.count else { return }
            bench.tick()
        }
    }

    @Test func `a peer that reads slowly gets every reply in the end`() throws {
        let bench = try ServerBench(limits: narrow(buffered: 256 * 1024))
        let peer = try bench.connect()
        let calls = 20_000
        var rest = Array(repeating: UInt8(ascii: "\n"), count: calls)
        var answered = 0
        for _ in 0..<5_000 where answered < calls {
            rest.removeFirst(peer.send(rest))
            bench.tick()
            answered += peer.lines(receivingAtMost: 20_000).count
        }
        #expect(answered == calls)
        #expect(bench.server.evictionCount == 0)
    }

    @Test func `answers that come all at once have room if the peer kept up until then`() throws {
        let bench = try ServerBench(limits: narrow(buffered: 1024 * 1024))
        bench.answering.answer(.rpcDiscover, with: .success(.discovery))
        bench.answering.hold(.rpcDiscover)
        let peer = try bench.connect()
        flood(bench, peer, calls: 25)
        bench.answering.releaseAll()
        var answered = 0
        for _ in 0..<1_000 where answered < 25 {
            bench.tick()
            answered += peer.lines().count
        }
        #expect(answered == 25)
        #expect(!peer.sawEnd)
    }

    @Test func `a peer that does not read is paused, and what it may hold back is bounded`() throws {
        let buffered = 256 * 1024
        let bench = try ServerBench(limits: narrow(buffered: buffered))
        bench.answering.answer(.rpcDiscover, with: .success(.discovery))
        let peer = try bench.connect()
        flood(bench, peer, calls: 3_000)
        let asked = bench.answering.seen.count
        flood(bench, peer, calls: 100)
        // Its calls now stay in the kernel's buffer.
        #expect(bench.answering.seen.count == asked)
        #expect(bench.connections == 1)
    }

    @Test(arguments: [(4_999, false), (5_000, true)] as [(UInt64, Bool)])
    func `a peer that does not read is let go when its time is up`(wait: UInt64, isLetGo: Bool) throws {
        let bench = try ServerBench(limits: narrow(buffered: 256 * 1024))
        bench.answering.answer(.rpcDiscover, with: .success(.discovery))
        let peer = try bench.connect()
        flood(bench, peer, calls: 3_000)
        // The sweep looks every 250 ms: it has to be due at the same moment as the limit.
        bench.advance(milliseconds: wait)
        bench.settle()
        #expect((bench.connections == 0) == isLetGo)
        #expect(bench.server.evictionCount == (isLetGo ? 1 : 0))
    }

    @Test func `answers that together go beyond the limit let the peer go at once`() throws {
        let bench = try ServerBench(limits: narrow(buffered: 64 * 1024))
        bench.answering.answer(.rpcDiscover, with: .success(.discovery))
        bench.answering.hold(.rpcDiscover)
        let peer = try bench.connect()
        flood(bench, peer, calls: 300)
        bench.answering.releaseAll()
        bench.settle()
        #expect(bench.connections == 0)
        #expect(bench.server.evictionCount == 1)
    }

    @Test func `one peer that does not read keeps no other waiting`() throws {
        let bench = try ServerBench(limits: narrow(buffered: 256 * 1024))
        bench.answering.answer(.rpcDiscover, with: .success(.discovery))
        let (silent, good) = (try bench.connect(), try bench.connect())
        flood(bench, silent, calls: 3_000)
        good.sendLine(call("system.ping", id: "9"))
        bench.tick()
        #expect(try good.lines().map { try ReplyLine($0).id } == ["9"])
    }

    @Test func `a reply to a peer that is gone never reaches the next one on the same descriptor`() throws {
        let bench = try ServerBench()
        bench.answering.hold(.systemInfo)
        let gone = try bench.connect()
        gone.sendLine(call("system.info", id: "\"secret-for-gone\""))
        bench.settle()
        #expect(bench.answering.waitingCount == 1)
        let number = try #require(bench.server.descriptorsForTests().first)
        gone.close()
        bench.settle()
        #expect(bench.connections == 0)
        // The lowest free numbers are given next; others run beside this test, so several tries may be needed.
        var next: [TestPeer] = []
        for _ in 0..<64 where bench.server.descriptorsForTests().contains(number) == false {
            next.append(try bench.connect())
        }
        bench.answering.releaseAll()
        bench.settle()
        for peer in next { #expect(peer.lines().isEmpty) }
        #expect(bench.admission.inFlight == 0)
        next.last?.sendLine(call("system.ping", id: "2"))
        bench.settle()
        #expect(try next.last?.lines().map { try ReplyLine($0).id } == ["2"])
    }

    @Test func `a place that is used again is not answered by its old name`() throws {
        let bench = try ServerBench()
        bench.answering.hold(.systemInfo)
        let gone = try bench.connect()
        gone.sendLine(call("system.info", id: "1"))
        bench.settle()
        gone.close()
        bench.settle()
        // The loop gives the freed slot to the next connection at once, so only the generation tells them apart.
        let next = try bench.connect()
        bench.answering.releaseAll()
        bench.settle()
        #expect(next.lines().isEmpty)
        #expect(bench.admission.inFlight == 0)
    }
}
