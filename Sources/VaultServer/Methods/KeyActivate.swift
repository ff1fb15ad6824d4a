import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `key.activate`: puts the prepared master key into use, durable before the answer.
    func activateKey(_ version: MasterKeyVersion?, _ gate: Gate) async throws(VaultError) -> Reply {
        .key(try await keys.activate(version, try gate.permit(), caller: gate.caller))
    }
}
