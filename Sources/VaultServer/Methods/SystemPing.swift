import VaultCore
import VaultWire

extension RequestHandler {
    /// `system.ping`: the daemon reads, decides, records and answers; open to everyone who can connect.
    func ping(_ gate: Gate) throws(VaultError) -> Reply {
        _ = try gate.permit()
        return .pong
    }
}
