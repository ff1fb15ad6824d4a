import VaultCore
import VaultWire

extension RequestHandler {
    /// `rpc.discover`: the OpenRPC document.
    func discover(_ gate: Gate) throws(VaultError) -> Reply {
        _ = try gate.permit()
        return .discovery
    }
}
