import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `grant.revoke`: durable here first, then at the provider; the answer says which of both is done.
    func revokeGrant(_ selector: GrantSelector, _ gate: Gate) async throws(VaultError) -> Reply {
        let (grant, permit) = try find(selector, gate)
        return .revoked(grant.id, try await grants.revoke(grant, permit, caller: gate.caller))
    }
}
