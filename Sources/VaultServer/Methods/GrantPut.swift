import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `grant.put`: stores or replaces a lineage, durable before the answer.
    func putGrant(_ put: GrantPut, _ gate: Gate) async throws(VaultError) -> Reply {
        let permit = try gate.permit(for: put.key.provider, subject: put.key.subject)
        let (grant, isStored) = try await grants.put(put, permit, caller: gate.caller)
        return isStored ? .grantStored(grant, grants.warnings(of: grant, caller: gate.caller)) : .grantPresent(grant)
    }
}
