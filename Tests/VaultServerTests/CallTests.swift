import Testing
import VaultCore
import VaultSocket
import VaultTestSupport
import VaultWire

@testable import VaultServer

struct CallTests {
    @Test func `replies come in the order in which the work ends`() throws {
        let bench = try ServerBench()
        bench.answering.hold(.systemInfo)
        let peer = try bench.connect()
        for id in 1...3 { peer.sendLine(call("system.info", id: "\(id)")) }
        peer.sendLine(call("system.ping", id: "4"))
        bench.settle()
        for id in ["2", "3", "1"] {
            bench.answering.release(id)
            bench.settle()
        }
        #expect(try peer.lines().map { try ReplyLine($0).id } == ["4", "2", "3", "1"])
    }

    @Test func `a notification is done and not answered`() throws {
        let bench = try ServerBench()
        let peer = try bench.connect()
        peer.sendLine(call("system.ping", id: nil))
        peer.sendLine(call("system.ping", id: "1"))
        bench.settle()
        #expect(bench.answering.seen.count == 2)
        #expect(try peer.lines().map { try ReplyLine($0).id } == ["1"])
        #expect(bench.admission.inFlight == 0)
    }

    @Test func `a call with the id null is answered with it`() throws {
        let bench = try ServerBench()
        let peer = try bench.connect()
        peer.sendLine(call("system.ping", id: "null"))
        bench.settle()
        #expect(try peer.lines().map { try ReplyLine($0).id } == ["null"])
    }

    @Test func `a batch is answered by one line with an answer for each that expects one`() throws {
        let bench = try ServerBench()
        let peer = try bench.connect()
        let calls = [call("system.ping", id: "1"), call("system.ping", id: nil), "7", call("system.ping", id: #""b""#)]
        peer.sendLine("[" + calls.joined(separator: ",") + "]")
        bench.settle()
        let lines = peer.lines()
        #expect(lines.count == 1)
        let replies = try ReplyLine.batch(lines[0])
        #expect(replies.map(\.id) == ["1", "null", #""b""#])
        #expect(replies.map(\.errorType) == [nil, "invalid_request", nil])
    }

    @Test func `the calls of a batch are worked on side by side`() throws {
        let bench = try ServerBench()
        bench.answering.hold(.systemInfo)
        let peer = try bench.connect()
        peer.sendLine("[" + (1...5).map { call("system.info", id: "\($0)") }.joined(separator: ",") + "]")
        bench.settle()
        #expect(bench.answering.waitingCount == 5)
        bench.answering.releaseAll()
        bench.settle()
        #expect(try ReplyLine.batch(try #require(peer.lines().first)).map(\.id) == ["1", "2", "3", "4", "5"])
    }

    @Test func `a batch of notifications is not answered at all`() throws {
        let bench = try ServerBench()
        let peer = try bench.connect()
        peer.sendLine("[" + call("system.ping", id: nil) + "," + call("system.ping", id: nil) + "]")
        bench.settle()
        #expect(bench.answering.seen.count == 2)
        #expect(peer.lines().isEmpty)
        #expect(!peer.isClosedByServer)
    }

    @Test func `an empty batch is one error, not a batch of none`() throws {
        let bench = try ServerBench()
        let peer = try bench.connect()
        peer.sendLine("[]")
        bench.settle()
        #expect(try ReplyLine(try #require(peer.lines().first)).errorType == "invalid_request")
    }

    @Test(arguments: [3, 4, 5])
    func `a connection may have as many calls in flight as the limit says`(count: Int) throws {
        var limits = LimitSettings()
        limits.inFlightPerConnection = 4
        let bench = try ServerBench(limits: limits)
        bench.answering.hold(.systemInfo)
        let peer = try bench.connect()
        for id in 0..<count { peer.sendLine(call("system.info", id: "\(id)")) }
        bench.settle()
        let refused = try peer.lines().map(ReplyLine.init)
        #expect(refused.map(\.id) == (count > 4 ? ["4"] : []))
        #expect(refused.allSatisfy { $0.reason == "in_flight_of_connection" && $0.isRetryable == true })
        bench.answering.releaseAll()
        bench.settle()
        #expect(peer.lines().count == min(count, 4))
        #expect(bench.admission.inFlight == 0)
    }

    @Test func `a batch counts as many as it has calls, and is refused as a whole`() throws {
        var limits = LimitSettings()
        limits.inFlightPerConnection = 4
        let bench = try ServerBench(limits: limits)
        let peer = try bench.connect()
        peer.sendLine("[" + (1...5).map { call("system.info", id: "\($0)") }.joined(separator: ",") + "]")
        bench.settle()
        let replies = try ReplyLine.batch(try #require(peer.lines().first))
        #expect(replies.map(\.id) == ["1", "2", "3", "4", "5"])
        #expect(replies.allSatisfy { $0.errorType == "overloaded" })
        #expect(bench.answering.seen.isEmpty)
        #expect(bench.admission.inFlight == 0)
    }

    @Test func `calls of all connections of a user are limited together`() throws {
        var limits = LimitSettings()
        limits.inFlightPerClient = 3
        let bench = try ServerBench(limits: limits)
        bench.answering.hold(.systemInfo)
        let peers = [try bench.connect(), try bench.connect()]
        for id in 0..<2 { for peer in peers { peer.sendLine(call("system.info", id: "\(id)")) } }
        bench.settle()
        let refused = try peers.flatMap { $0.lines() }.map(ReplyLine.init)
        #expect(refused.map(\.reason) == ["in_flight_of_client"])
        bench.answering.releaseAll()
        bench.settle()
        #expect(bench.admission.inFlight == 0)
    }

    @Test(arguments: [2, 3])
    func `a connection beyond the limit is told so and closed`(count: Int) throws {
        var limits = LimitSettings()
        limits.connectionsPerClient = 2
        let bench = try ServerBench(limits: limits)
        let peers = try (0..<count).map { _ in try bench.connect() }
        bench.settle()
        #expect(peers.map(\.isClosedByServer) == [false, false, true].prefix(count).map { $0 })
        if count > 2 {
            let reply = try ReplyLine(try #require(peers[2].lines().first))
            #expect((reply.id, reply.errorType, reply.reason) == ("null", "overloaded", "connections_of_client"))
            let told = bench.audit.events.filter { $0.kind == .connectionRefused }
            #expect(told.map(\.reason) == ["connections_of_client"])
        }
        #expect(bench.connections == 2)
    }
}
