import VaultCore

/// Asks the policy for one call and records what it said: the only way from a call to a permit.
struct Gate: Sendable {
    let policy: Policy
    let caller: Caller
    let method: Method
    let audit: any AuditTrail

    /// Throws if the caller may not call the method at all, wherever it leads.
    func mustBeOpen() throws(VaultError) {
        if case .deny(let reason) = policy.decide(caller, method, provider: nil) {
            record(.deny, reason: reason.rawValue)
            throw .permissionDenied(reason: "the policy does not allow it to call \(method.rawValue) on this socket")
        }
    }

    /// For a method that concerns no provider.
    func permit() throws(VaultError) -> Permit {
        switch policy.decide(caller, method, provider: nil) {
        case .allow(let permit):
            record(.allow)
            return permit
        case .deny(let reason):
            record(.deny, reason: reason.rawValue)
            throw .permissionDenied(reason: "the policy does not allow it to call \(method.rawValue) on this socket")
        }
    }

    /// For a call that names the provider itself.
    func permit(for provider: ProviderName, subject: Subject? = nil) throws(VaultError) -> Permit {
        switch policy.decide(caller, method, provider: provider) {
        case .allow(let permit):
            record(.allow, subject: subject, provider: provider)
            return permit
        case .deny(let reason):
            record(.deny, subject: subject, provider: provider, reason: reason.rawValue)
            throw .permissionDenied(reason: "the policy does not allow it to call \(method.rawValue) for this provider")
        }
    }

    /// For a call that means a stored grant. What the caller may not see is to it as if it did not exist.
    func permit(for grant: Grant) throws(VaultError) -> Permit {
        switch policy.decide(caller, method, provider: grant.provider) {
        case .allow(let permit):
            audit.record(AuditEvent(.decision, .allow, caller: caller, method: method).about(grant))
            return permit
        case .deny(let reason):
            audit.record(
                AuditEvent(.decision, .deny, caller: caller, method: method, reason: reason.rawValue).about(grant))
            throw .notFound(what: "grant")
        }
    }

    /// Whether grants of this provider may be seen at all.
    func reaches(_ provider: ProviderName) -> Bool {
        if case .allow = policy.decide(caller, method, provider: provider) { true } else { false }
    }

    private func record(
        _ outcome: AuditEvent.Outcome, subject: Subject? = nil, provider: ProviderName? = nil, reason: String? = nil
    ) {
        audit.record(
            AuditEvent(
                .decision, outcome, caller: caller, method: method, subject: subject, provider: provider,
                reason: reason))
    }
}
