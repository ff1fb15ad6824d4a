import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `grant.revoke`: durable here first, then at the provider; the answer says which of both is done.
    func revokeGrant(
        _ selector: GrantSelector, _ waitMilliseconds: Int64, _ gate: Gate
    ) async throws(VaultError) -> Reply {
        let (grant, permit): (Grant, Permit)
        do throws(VaultError) {
            (grant, permit) = try find(selector, gate)
        } catch .internal(let reason) {
            guard let damaged = try grants.damaged(selector) else { throw .internal(reason: reason) }
            return try await revoke(damaged, selector, gate)
        } catch {
            throw error
        }
        return .revoked(
            grant.id,
            try await grants.revoke(grant, permit, waitMilliseconds: waitMilliseconds, caller: gate.caller))
    }

    /// One that does not read back. Where not even provider and subject do, only who reaches all of them may remove it.
    private func revoke(
        _ damaged: DamagedGrant, _ selector: GrantSelector, _ gate: Gate
    ) async throws(VaultError) -> Reply {
        let provider = selector.owner?.provider ?? damaged.key?.provider
        let subject = selector.owner?.subject ?? damaged.key?.subject
        let permit: Permit
        if let provider, let subject {
            guard gate.reaches(provider, subject) else { throw .notFound(what: "grant") }
            permit = try gate.permit(for: provider, subject: subject)
        } else {
            guard gate.reachesEverything else { throw .notFound(what: "grant") }
            permit = try gate.permit()
        }
        let receipt = try await grants.revoke(damaged, permit, caller: gate.caller)
        return .revoked(damaged.id, receipt)
    }
}

extension Gate {
    fileprivate var reachesEverything: Bool { policy.compiled(caller.client).reachesEverything(by: method) }
}

extension GrantSelector {
    fileprivate var owner: (subject: Subject, provider: ProviderName)? {
        switch self {
        case .id: nil
        case .subject(let subject, let provider, _): (subject, provider)
        }
    }
}
