import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `token.reject`: an API refused this token; it is dropped once and another one is minted.
    func rejectToken(_ rejection: TokenRejection, _ gate: Gate) async throws(VaultError) -> Reply {
        let (grant, permit) = try find(rejection.selector, gate)
        let asking = TokenAsking(permit, at: grant.provider, asked: rejection.scopes)
        return try await releasing(asking, held: grant.scopes, gate) { () async throws(VaultError) in
            try await tokens.reject(
                rejection, of: grant, permit, in: try await session(rejection.session, gate), caller: gate.caller)
        }
    }
}
