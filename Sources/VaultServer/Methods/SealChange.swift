import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `seal.change`: the store moves to what the configuration names now.
    func changeSeal(_ passphrase: Secret?, _ gate: Gate) async throws(VaultError) -> Reply {
        let permit = try gate.permit()
        try await seal.change(to: passphrase, permit, caller: gate.caller)
        return .seal(try await seal.status(permit))
    }
}
