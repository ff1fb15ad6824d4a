import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `key.rewrap`: lets the background work look for records under retiring keys now.
    func rewrapKeys(_ gate: Gate) async throws(VaultError) -> Reply {
        .keys(try await keys.rewrap(try gate.permit()))
    }
}
