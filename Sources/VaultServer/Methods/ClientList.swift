import VaultCore
import VaultWire

extension RequestHandler {
    /// `client.list`: who is connected, and who each was recognised as.
    func listClients(_ filter: ConnectedFilter, _ gate: Gate) async throws(VaultError) -> Reply {
        _ = try gate.permit()
        let all = ConnectedClient.merged(await admission.peers.list())
            .filter { filter.client == nil || $0.client == filter.client }
        return .connected(
            ConnectedClients(
                clients: Array(all.prefix(filter.limit)), leftOut: max(0, all.count - filter.limit)))
    }
}
