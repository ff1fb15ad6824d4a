import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `key.verify`: opens every record key, away from the loops.
    func verifyKeys(_ gate: Gate) async throws(VaultError) -> Reply {
        .keysVerified(try await keys.verify(try gate.permit(), caller: gate.caller))
    }
}
