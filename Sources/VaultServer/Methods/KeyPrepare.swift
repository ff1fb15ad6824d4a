import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `key.prepare`: makes the next master key, durable before the answer.
    func prepareKey(_ gate: Gate) async throws(VaultError) -> Reply {
        .key(try await keys.prepare(try gate.permit(), caller: gate.caller))
    }
}
