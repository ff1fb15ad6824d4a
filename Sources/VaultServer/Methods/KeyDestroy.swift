import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `key.destroy`: ends a retiring key that no record needs, and looks whether its bytes are gone.
    func destroyKey(_ version: MasterKeyVersion, _ gate: Gate) async throws(VaultError) -> Reply {
        .keyDestroyed(try await keys.destroy(version, try gate.permit(), caller: gate.caller))
    }
}
