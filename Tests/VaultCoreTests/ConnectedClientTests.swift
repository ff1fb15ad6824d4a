import Testing
import VaultCore

@Suite struct `Who is connected` {
    private func one(
        _ client: String?, pid: Int32, since: Int64 = 10, calls: Int = 1, socket: SocketRole = .workload
    ) throws -> ConnectedClient {
        let name = try client.map { try ClientName($0) }
        return ConnectedClient(
            client: name, match: name.map { SelectorName(client: $0, number: 0) }, socket: socket,
            peer: PeerIdentity(uid: 1, gid: 1, pid: pid), since: Timestamp(seconds: since), calls: calls, inFlight: 1)
    }

    @Test func `is one line for a process on a socket, in the order of names and pids`() throws {
        let merged = ConnectedClient.merged([
            try one("b", pid: 5), try one("b", pid: 3, since: 9, calls: 4), try one(nil, pid: 9),
            try one("b", pid: 3, since: 7, calls: 5), try one("a", pid: 8), try one("b", pid: 3, socket: .admin),
        ])
        #expect(merged.map { $0.client?.text } == [nil, "a", "b", "b", "b"])
        #expect(merged.map(\.peer.pid) == [9, 8, 3, 3, 5])
        let process = merged[3]
        #expect(process.socket == .workload && process.connections == 2)
        #expect(process.calls == 9 && process.inFlight == 2 && process.since == Timestamp(seconds: 7))
    }

    @Test func `is told by which set of selectors`() throws {
        let name = try ClientName("catalog")
        let policy = Policy(
            clients: [
                ClientSettings(
                    name: name, selectors: [PeerSelector(uid: 1, gid: 1), PeerSelector(uid: 2, gid: nil)], rules: [])
            ], providers: ProviderRegistry())
        #expect(
            policy.match(for: PeerIdentity(uid: 2, gid: 9, pid: 1))?.name == SelectorName(client: name, number: 1))
        #expect(SelectorName(client: name, number: 1).text == "clients.catalog.match[1]")
    }
}
