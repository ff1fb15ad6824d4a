import VaultCore
import VaultSocket

extension Reactor {
    /// Connections that are told of in one go: some ten microseconds of the loop.
    static let listedAtOnce = 64

    /// The connections before `end` in the list, at most so many, and where those begin.
    ///
    /// Asked from the end to the beginning, so that none is passed over: one that closes is replaced by the last, which has been
    /// told of already.
    func peers(below end: Int) -> (peers: [Registration: ConnectedClient], start: Int) {
        let end = min(end, connections.count)
        let start = max(0, end - Self.listedAtOnce)
        var peers: [Registration: ConnectedClient] = [:]
        for connection in connections[start..<end] {
            guard let name = connection.registration else { continue }
            renewClient(of: connection)
            peers[name] = ConnectedClient(
                client: connection.client.caller.client, match: connection.client.match, socket: connection.socket,
                peer: connection.peer, since: connection.connectedAt, calls: connection.calls,
                inFlight: connection.inFlight)
        }
        return (peers, start)
    }

    /// Who it is under the policy in force.
    func renewClient(of connection: Connection) {
        if connection.client.epoch != epoch {
            connection.client = client(connection.peer, connection.socket, connection: connection.number)
        }
    }
}
