import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `seal.lock`: at once.
    func lockSeal(_ gate: Gate) async throws(VaultError) -> Reply {
        let permit = try gate.permit()
        try await seal.lock(permit, caller: gate.caller)
        return .seal(try await seal.status(permit))
    }
}
