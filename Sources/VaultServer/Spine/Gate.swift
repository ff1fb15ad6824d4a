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
        switch policy.decide(caller, method, provider: provider, subject: subject) {
        case .allow(let permit):
            record(.allow, subject: subject, provider: provider)
            return permit
        case .deny(let reason):
            record(.deny, subject: subject, provider: provider, reason: reason.rawValue)
            let what = reason == .subjectNotAllowed ? "subject" : "provider"
            throw .permissionDenied(reason: "the policy does not allow it to call \(method.rawValue) for this \(what)")
        }
    }

    /// For a call that means a stored grant. What the caller may not see is to it as if it did not exist.
    func permit(for grant: Grant) throws(VaultError) -> Permit {
        switch policy.decide(caller, method, provider: grant.provider, subject: grant.subject) {
        case .allow(let permit):
            audit.record(AuditEvent(.decision, .allow, caller: caller, method: method).about(grant))
            return permit
        case .deny(let reason):
            audit.record(
                AuditEvent(.decision, .deny, caller: caller, method: method, reason: reason.rawValue).about(grant))
            throw .notFound(what: "grant")
        }
    }

    /// Whether grants of this provider may be seen at all, or those of the subject.
    func reaches(_ provider: ProviderName, _ subject: Subject? = nil) -> Bool {
        refusal(of: provider, subject) == nil
    }

    func refusal(of provider: ProviderName, _ subject: Subject?) -> DenyReason? {
        switch policy.decide(caller, method, provider: provider, subject: subject) {
        case .allow: nil
        case .deny(let reason): reason
        }
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
