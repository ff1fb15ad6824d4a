import VaultCore

/// Asks the policy for one call and records what it said: the only way from a call to a permit.
struct Gate: Sendable {
    let policy: Policy
    let caller: Caller
    let method: Method
    let audit: any AuditTrail
    /// nil where the client's use is not limited.
    let meter: ClientMeter?
    let clock: any WallClock

    /// The same for another method, which a call does on its way.
    func asking(_ method: Method) -> Gate {
        Gate(policy: policy, caller: caller, method: method, audit: audit, meter: meter, clock: clock)
    }

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
            if let subject, let refusal = meterRefusal(of: subject) {
                record(.deny, subject: subject, provider: provider, reason: refusal.word)
                throw refusal.error
            }
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
            if let refusal = meterRefusal(of: grant.subject) {
                audit.record(
                    AuditEvent(.decision, .deny, caller: caller, method: method, reason: refusal.word).about(grant))
                throw refusal.error
            }
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

    /// For a call by delegation, or about one: it counts for the subject like any other.
    func mustBeWithinLimits(_ delegation: Delegation) throws(VaultError) {
        guard let refusal = meterRefusal(of: delegation.key.subject) else { return }
        audit.record(
            AuditEvent(
                .decision, .deny, caller: caller, method: method, subject: delegation.key.subject,
                provider: delegation.key.provider, grant: delegation.grant, delegation: delegation.id,
                reason: refusal.word))
        throw refusal.error
    }

    func meterRefusal(of subject: Subject) -> (word: String, error: VaultError)? {
        let now = UInt64(max(0, clock.monotonicMilliseconds())) * 1_000_000
        switch meter?.take(subject, at: now) {
        case nil: return nil
        case .tooManyCalls(let wait):
            return ("subject_rate", .rateLimited(retryAfterMilliseconds: ClientMeter.milliseconds(wait)))
        case .tooManySubjects(let wait):
            return ("subjects_per_hour", .rateLimited(retryAfterMilliseconds: ClientMeter.milliseconds(wait)))
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
