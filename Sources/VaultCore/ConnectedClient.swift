/// One process that is connected to one socket, and who it was recognised as.
package struct ConnectedClient: Hashable, Sendable {
    /// nil for a peer that matched no client, or of whom it is still being found out.
    package let client: ClientName?
    /// The set of selectors that decided.
    package let match: SelectorName?
    package let socket: SocketRole
    package let peer: PeerIdentity
    /// When the first of its connections that are open was made.
    package var since: Timestamp
    package var connections: Int
    /// Calls that came in on these connections.
    package var calls: Int
    package var inFlight: Int

    package init(
        client: ClientName?, match: SelectorName?, socket: SocketRole, peer: PeerIdentity, since: Timestamp,
        connections: Int = 1, calls: Int, inFlight: Int
    ) {
        self.client = client
        self.match = match
        self.socket = socket
        self.peer = peer
        self.since = since
        self.connections = connections
        self.calls = calls
        self.inFlight = inFlight
    }

    private struct Process: Hashable {
        let client: ClientName?
        let match: SelectorName?
        let socket: SocketRole
        let peer: PeerIdentity
    }

    private var process: Process { Process(client: client, match: match, socket: socket, peer: peer) }

    /// Connections of one process on one socket as one, in the order of client, pid and socket.
    package static func merged(_ connections: [ConnectedClient]) -> [ConnectedClient] {
        var merged: [Process: ConnectedClient] = [:]
        for one in connections {
            guard var known = merged[one.process] else {
                merged[one.process] = one
                continue
            }
            known.since = min(known.since, one.since)
            known.connections += one.connections
            known.calls += one.calls
            known.inFlight += one.inFlight
            merged[one.process] = known
        }
        return merged.values.sorted {
            ($0.client?.text ?? "", $0.peer.pid, $0.socket.rawValue)
                < ($1.client?.text ?? "", $1.peer.pid, $1.socket.rawValue)
        }
    }
}

/// The answer to `client.list`.
package struct ConnectedClients: Hashable, Sendable {
    /// A longer answer would not fit what a connection may have waiting.
    package static let mostListed = 5_000

    package let clients: [ConnectedClient]
    /// How many more there are than were asked for.
    package let leftOut: Int

    package init(clients: [ConnectedClient], leftOut: Int) {
        self.clients = clients
        self.leftOut = leftOut
    }
}

/// What `client.list` asks.
package struct ConnectedFilter: Hashable, Sendable {
    package var client: ClientName?
    /// 1 to `ConnectedClients.mostListed`.
    package var limit: Int

    package init(client: ClientName? = nil, limit: Int = 1_000) {
        self.client = client
        self.limit = limit
    }
}
