import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `seal.status`: sealed or not, why, and what would unseal it.
    func reportSeal(_ gate: Gate) async throws(VaultError) -> Reply {
        .seal(try await seal.status(try gate.permit()))
    }
}
