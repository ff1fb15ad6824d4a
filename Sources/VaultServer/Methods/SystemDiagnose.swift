import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `system.diagnose`: what the daemon finds of its files, its machine and its keys. Looked at away from the loop.
    func diagnose(_ gate: Gate) async throws(VaultError) -> Reply {
        _ = try gate.permit()
        let look = facts.diagnosis
        return .diagnosis(try await offLoop { () throws(VaultError) in look() })
    }
}
