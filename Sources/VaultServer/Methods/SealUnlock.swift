import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `seal.unlock`: with the passphrase of the call, or with what the configuration names.
    func unlockSeal(_ passphrase: Secret?, _ gate: Gate) async throws(VaultError) -> Reply {
        let permit = try gate.permit()
        try await seal.unlock(with: passphrase, permit, caller: gate.caller)
        return .seal(try await seal.status(permit))
    }
}
