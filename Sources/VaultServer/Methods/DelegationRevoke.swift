import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `delegation.revoke`: by id or by the secret itself; one that the caller does not reach is as if it did not exist.
    func revokeDelegation(_ selector: DelegationSelector, _ gate: Gate) async throws(VaultError) -> Reply {
        let delegation: Delegation
        do throws(VaultError) {
            delegation = try delegations.find(selector)
        } catch {
            gate.recordUnknownDelegation(selector, error)
            throw error
        }
        let permit = try gate.permit(for: delegation)
        try await delegations.revoke(delegation, permit, caller: gate.caller)
        return .delegationRevoked(delegation.id)
    }
}

extension Gate {
    fileprivate func recordUnknownDelegation(_ selector: DelegationSelector, _ error: VaultError) {
        var event = AuditEvent(.decision, .failed, caller: caller, method: method, reason: "failed")
        if case .notFound = error { event.reason = "not_found" }
        if case .id(let id) = selector { event.delegation = id }
        audit.record(event)
    }

    fileprivate func permit(for delegation: Delegation) throws(VaultError) -> Permit {
        let (provider, subject) = (delegation.key.provider, delegation.key.subject)
        var event = AuditEvent(
            .decision, .allow, caller: caller, method: method, subject: subject, provider: provider,
            grant: delegation.grant, delegation: delegation.id)
        switch policy.decide(caller, method, provider: provider, subject: subject) {
        case .allow(let permit):
            try mustBeWithinLimits(delegation)
            audit.record(event)
            return permit
        case .deny(let reason):
            event.outcome = .deny
            event.reason = reason.rawValue
            audit.record(event)
            throw .notFound(what: "delegation")
        }
    }
}
