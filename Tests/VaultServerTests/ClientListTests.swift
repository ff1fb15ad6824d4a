import Glibc
import Synchronization
import Testing
import VaultCore
import VaultService
import VaultSocket
import VaultTestSupport

@testable import VaultServer

/// `client.list` over real connections.
@Suite(.timeLimit(.minutes(5))) struct `The list of who is connected` {
    private func list(_ vault: SpineBench, _ params: String = "{}") async throws -> [[String: Any]] {
        let reply = try await vault.ask(call("client.list", params: params), on: .admin)
        return try #require(reply.result?["clients"] as? [[String: Any]])
    }

    @Test func `counts connections and calls of a process, cached, in a batch or refused`() async throws {
        let vault = try SpineBench()
        let grant = try await vault.put()
        let peers = [try vault.bench.connect(), try vault.bench.connect()]
        let get = call("token.get", params: #"{"grant":"\#(grant.id.handle)"}"#)
        for _ in 0..<3 { peers[0].sendLine(get) }
        peers[1].sendLine("[\(call("system.ping", id: "1")),\(call("no.such", id: "2"))]")
        var answers = 0
        for _ in 0..<100_000 where answers < 4 {
            vault.bench.tick()
            answers += peers.reduce(0) { $0 + $1.lines().count }
            await Task.yield()
        }
        #expect(answers == 4)
        let both = try await list(vault)
        let workload = try #require(both.first { $0["socket"] as? String == "workload" })
        #expect(workload["client"] as? String == "backend")
        #expect(workload["match"] as? String == "clients.backend.match[0]")
        #expect(workload["pid"] as? Int == Int(getpid()) && workload["uid"] as? Int == Int(geteuid()))
        #expect(workload["connections"] as? Int == 2 && workload["calls"] as? Int == 5)
        #expect(workload["in_flight"] as? Int == 0)
        #expect(workload["since"] as? Int64 == vault.bench.wallClock.now().seconds)
        #expect(workload["executable"] == nil)
    }

    @Test func `leaves out whom it was not asked about, and tells how many it leaves out`() async throws {
        let vault = try SpineBench()
        let peer = try vault.bench.connect()
        #expect(try await list(vault, #"{"client":"other"}"#).isEmpty)
        let short = try await vault.ask(call("client.list", params: #"{"limit":1}"#), on: .admin)
        #expect((short.result?["clients"] as? [[String: Any]])?.count == 1)
        #expect(short.result?["left_out"] as? Int == 1)
        peer.close()
    }

    @Test func `names those who matched no client, and follows a reload`() async throws {
        let vault = try SpineBench()
        let peer = try vault.bench.connect()
        let nobody = Policy.denyAll
        let (server, bench) = (vault.bench.server, vault.bench)
        await bench.drive { await server.reload(ServerRules(policy: nobody)) }
        let found = Found()
        let peers = bench.admission.peers
        await bench.drive { found.keep(await peers.list()) }
        #expect(found.peers.count == 1)
        #expect(found.peers.first?.client == nil && found.peers.first?.match == nil)
        peer.close()
    }

    @Test func `passes nobody over while others come and go between its slices`() async throws {
        let bench = try ServerBench()
        let peers = try (0..<200).map { _ in try bench.connect() }
        bench.settle()
        let reactor = bench.server.homes[0].reactor.value
        var seen = reactor.peers(below: .max)
        var names = Set(seen.peers.keys)
        let early = Array(names)
        // One that was not told of yet goes, and the last, who was, takes its place.
        peers[0].close()
        bench.settle()
        while seen.start > 0 {
            seen = reactor.peers(below: seen.start)
            names.formUnion(seen.peers.keys)
        }
        #expect(early.count == Reactor.listedAtOnce)
        #expect(names.count == 199)
        for peer in peers { peer.close() }
    }
}

/// What a task found.
private final class Found: Sendable {
    private let state = Mutex<[ConnectedClient]>([])

    func keep(_ peers: [ConnectedClient]) { state.withLock { $0 = peers } }

    var peers: [ConnectedClient] { state.withLock { $0 } }

    @Test func `a crowd of peers that are no client does not flood the audit log`() async throws {
        let bench = try ServerBench(policy: .denyAll)
        let peers = try (0..<150).map { _ in try bench.connect() }
        bench.settle()
        let told = bench.audit.written.count {
            if case .event(let event) = $0 { event.kind == .connectionUnmatched } else { false }
        }
        #expect(told == 100)
        withExtendedLifetime(peers) {}
    }
}
