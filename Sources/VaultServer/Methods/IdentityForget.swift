import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `identity.forget`: the next account that the rules map to the subject may be it.
    func forgetIdentities(_ oblivion: IdentityOblivion, _ gate: Gate) async throws(VaultError) -> Reply {
        let permit = try gate.permit(of: oblivion.subject)
        return .identitiesForgotten(try await identities.forget(oblivion, permit, caller: gate.caller))
    }
}
