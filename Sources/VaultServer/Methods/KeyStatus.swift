import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `key.status`: the master keys, what needs them, and how far a rotation is.
    func reportKeys(_ gate: Gate) async throws(VaultError) -> Reply {
        .keys(try await keys.status(try gate.permit()))
    }
}
