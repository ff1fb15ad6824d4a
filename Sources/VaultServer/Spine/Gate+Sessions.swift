import VaultCore

/// What the policy says to calls about sessions, which are at no provider.
extension Gate {
    /// For a call that names the subject itself, or means all of them.
    func permit(of subject: Subject?) throws(VaultError) -> Permit {
        guard let subject else { return try permit() }
        switch policy.decide(caller, method, provider: nil, subject: subject) {
        case .allow(let permit):
            try mustBeWithinLimits(of: subject)
            audit.record(AuditEvent(.decision, .allow, caller: caller, method: method, subject: subject))
            return permit
        case .deny(let reason):
            audit.record(
                AuditEvent(
                    .decision, .deny, caller: caller, method: method, subject: subject, reason: reason.rawValue))
            throw .permissionDenied(
                reason: "the policy does not allow it to call \(method.rawValue) for this subject")
        }
    }

    /// For a call that means a stored session. What the caller may not see is to it as if it did not exist.
    func permit(for session: Session) throws(VaultError) -> Permit {
        var event = AuditEvent(
            .decision, .allow, caller: caller, method: method, subject: session.subject, session: session.id)
        switch policy.decide(caller, method, provider: nil, subject: session.subject) {
        case .allow(let permit):
            try mustBeWithinLimits(of: session.subject)
            audit.record(event)
            return permit
        case .deny(let reason):
            event.outcome = .deny
            event.reason = reason.rawValue
            audit.record(event)
            throw .notFound(what: "session")
        }
    }

    /// Whether sessions of the subject may be seen.
    func reaches(subject: Subject) -> Bool {
        switch policy.decide(caller, method, provider: nil, subject: subject) {
        case .allow: true
        case .deny: false
        }
    }

    /// For a call that is about all subjects: a rule for some of them is not enough.
    func mustReachEveryone() throws(VaultError) {
        guard !policy.compiled(caller.client).reachesEverything(by: method) else { return }
        audit.record(
            AuditEvent(
                .decision, .deny, caller: caller, method: method, reason: DenyReason.subjectNotAllowed.rawValue))
        throw .permissionDenied(
            reason: "the policy allows it to call \(method.rawValue) for some subjects only: name one")
    }

    private func mustBeWithinLimits(of subject: Subject) throws(VaultError) {
        guard let refusal = meterRefusal(of: subject) else { return }
        audit.record(
            AuditEvent(.decision, .deny, caller: caller, method: method, subject: subject, reason: refusal.word))
        throw refusal.error
    }
}
