import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `grant.revoke`: durable here first, then at the provider; the answer says which of both is done.
    func revokeGrant(_ selector: GrantSelector, _ gate: Gate) async throws(VaultError) -> Reply {
        let (grant, permit): (Grant, Permit)
        do throws(VaultError) {
            (grant, permit) = try find(selector, gate)
        } catch .internal(let reason) {
            guard let damaged = try grants.damaged(selector) else { throw .internal(reason: reason) }
            return try await revoke(damaged, selector, gate)
        } catch {
            throw error
        }
        return .revoked(grant.id, try await grants.revoke(grant, permit, caller: gate.caller))
    }

    /// One that does not read back. Where not even its provider does, only who reaches all of them may remove it.
    private func revoke(
        _ damaged: DamagedGrant, _ selector: GrantSelector, _ gate: Gate
    ) async throws(VaultError) -> Reply {
        let provider = selector.provider ?? damaged.key?.provider
        guard provider.map(gate.reaches) ?? gate.reachesEverything else { throw .notFound(what: "grant") }
        let permit =
            if let provider { try gate.permit(for: provider, subject: damaged.key?.subject) } else { try gate.permit() }
        let receipt = try await grants.revoke(damaged, at: provider, permit, caller: gate.caller)
        return .revoked(damaged.id, receipt)
    }
}

extension Gate {
    fileprivate var reachesEverything: Bool {
        policy.compiled(caller.client).reach(of: method)?.isEverything ?? false
    }
}

extension GrantSelector {
    fileprivate var provider: ProviderName? {
        switch self {
        case .id: nil
        case .subject(_, let provider, _): provider
        }
    }
}
