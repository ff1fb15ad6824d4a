import Synchronization
package import VaultCore

/// Counts connections and calls of all loops against the limits per user and in total. The admin socket has counts of its
/// own, so that no crowd on the workload socket can lock the operator out.
package final class Admission: Sendable {
    /// What the admin socket may use; not configurable, as it is there for when the rest is used up.
    package static let adminConnections = 64
    package static let adminInFlight = 1024

    private struct Usage {
        var connections = 0
        var inFlight = 0

        var isNone: Bool { connections == 0 && inFlight == 0 }
    }

    private struct Key: Hashable {
        let socket: SocketRole
        let uid: UInt32
    }

    private struct State {
        var limits: LimitSettings
        var totals: [SocketRole: Usage] = [:]
        var clients: [Key: Usage] = [:]
    }

    /// What clients have used up of limits of their own.
    let meters = ClientMeters()
    let peers = ConnectedPeers()

    private let state: Mutex<State>

    package init(_ limits: LimitSettings) {
        state = Mutex(State(limits: limits))
    }

    package func replace(_ limits: LimitSettings) {
        state.withLock { $0.limits = limits }
    }

    package var connections: Int { state.withLock { $0.totals.values.reduce(0) { $0 + $1.connections } } }
    package var inFlight: Int { state.withLock { $0.totals.values.reduce(0) { $0 + $1.inFlight } } }

    package func usage(of socket: SocketRole) -> (connections: Int, inFlight: Int) {
        state.withLock { state in
            let usage = state.totals[socket] ?? Usage()
            return (usage.connections, usage.inFlight)
        }
    }

    /// Counts a new connection in; the reason if there is no room for it.
    package func open(_ peer: PeerIdentity, on socket: SocketRole) -> Refusal? {
        change(socket, peer.uid) { limits, total, client in
            let isAdmin = socket == .admin
            if total.connections >= (isAdmin ? Self.adminConnections : limits.connections) { return .connections }
            if !isAdmin, client.connections >= limits.connectionsPerClient { return .connectionsOfClient }
            total.connections += 1
            client.connections += 1
            return nil
        }
    }

    package func close(_ peer: PeerIdentity, on socket: SocketRole) {
        _ = change(socket, peer.uid) { _, total, client in
            total.connections -= 1
            client.connections -= 1
            return nil
        }
    }

    /// Counts calls in, all of them or none; the reason if there is no room.
    package func begin(_ calls: Int, of peer: PeerIdentity, on socket: SocketRole) -> Refusal? {
        change(socket, peer.uid) { limits, total, client in
            let isAdmin = socket == .admin
            if total.inFlight + calls > (isAdmin ? Self.adminInFlight : limits.inFlight) { return .inFlight }
            if !isAdmin, client.inFlight + calls > limits.inFlightPerClient { return .inFlightOfClient }
            total.inFlight += calls
            client.inFlight += calls
            return nil
        }
    }

    package func end(_ calls: Int, of peer: PeerIdentity, on socket: SocketRole) {
        _ = change(socket, peer.uid) { _, total, client in
            total.inFlight -= calls
            client.inFlight -= calls
            return nil
        }
    }

    private func change(
        _ socket: SocketRole, _ uid: UInt32, _ body: (LimitSettings, inout Usage, inout Usage) -> Refusal?
    ) -> Refusal? {
        state.withLock { state in
            let key = Key(socket: socket, uid: uid)
            var total = state.totals[socket] ?? Usage()
            var client = state.clients[key] ?? Usage()
            let refusal = body(state.limits, &total, &client)
            state.totals[socket] = total
            state.clients[key] = client.isNone ? nil : client
            return refusal
        }
    }
}
