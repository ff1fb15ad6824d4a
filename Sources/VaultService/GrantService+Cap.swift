package import VaultCore

extension GrantService {
    /// What is to be told about a grant that was just put: a new one that makes more of its account, or of its subject where no
    /// account is known, than the provider lets live. Of what else has tokens there the vault knows nothing.
    package func warnings(of grant: Grant, caller: Caller) -> [GrantWarning] {
        guard grant.generation == .first, let cap = context.settings.provider(grant.provider)?.issuanceCap,
            live(grant, most: cap.count + 1) > cap.count
        else { return [] }
        var event = Origin(caller: caller, method: .grantPut).event(.issuanceCapExceeded, .done, grant)
        event.reason = GrantWarning.issuanceCapExceeded.rawValue
        context.audit.record(event)
        return [.issuanceCapExceeded]
    }

    /// The grant is stored, whatever can be read now.
    private func live(_ grant: Grant, most: Int) -> Int {
        do throws(StoreFailure) {
            if grant.account != .unknown {
                return try context.store.liveGrants(of: grant.account, at: grant.provider, most: most)
            }
            return try context.store.grants(of: grant.subject, at: grant.provider).count { $0.status == .active }
        } catch {
            return 0
        }
    }
}
