import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `delegation.create`: whoever may create delegations of a grant still hands on only what it may get by `token.get`.
    func createDelegation(_ request: NewDelegation, _ gate: Gate) async throws(VaultError) -> Reply {
        let (grant, permit) = try find(request.selector, gate)
        let source = try gate.ownToken(of: grant)
        guard gate.policy.knows(request.client) else {
            throw .invalidParams(InvalidValue(field: "client", problem: "is no client of the configuration"))
        }
        let created = try await delegations.create(
            request, of: grant, permit, from: source, in: try await session(request.session, gate), caller: gate.caller)
        if let scopes = created.delegation.scopes {
            noteDelegated(scopes, by: permit.client, at: grant.provider, held: grant.scopes)
        }
        return .delegationCreated(created)
    }
}

extension Gate {
    /// That the caller could get a token of this grant itself.
    fileprivate func ownToken(of grant: Grant) throws(VaultError) -> Permit {
        switch policy.decide(caller, .tokenGet, provider: grant.provider, subject: grant.subject) {
        case .allow(let permit): return permit
        case .deny(let reason):
            audit.record(
                AuditEvent(.decision, .deny, caller: caller, method: .tokenGet, reason: reason.rawValue).about(grant))
            throw .permissionDenied(
                reason: "it can hand on only what it may get itself, and the policy does not allow it token.get here")
        }
    }
}
