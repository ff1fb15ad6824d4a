import VaultCore

/// What the audit log is told of a write, made of what became of it; of one that changed nothing there is nothing to tell.
enum Tale: Sendable {
    case events([AuditEvent])
    case ofSessions(@Sendable ([SessionID]) -> [AuditEvent])
    case ofSubject(@Sendable (EndedSubject) -> [AuditEvent])
    case ofClaim(@Sendable (IdentityClaimOutcome) -> [AuditEvent])

    func events(of outcome: WriteOutcome) -> [AuditEvent] {
        guard outcome.isChange else { return [] }
        return switch (self, outcome) {
        case (.events(let events), _): events
        case (.ofSessions(let tale), .ended(let ids)): tale(ids)
        case (.ofSubject(let tale), .endedSubject(let ended)): tale(ended)
        case (.ofClaim(let tale), .claimed(let claimed)): tale(claimed)
        case (.ofSessions, _), (.ofSubject, _), (.ofClaim, _): []
        }
    }
}

extension WriteOutcome {
    fileprivate var isChange: Bool {
        switch self {
        case .done, .ended, .endedSubject: true
        case .claimed(.added), .claimed(.joined), .claimed(.moved): true
        case .claimed(.known), .claimed(.accountTaken), .claimed(.subjectTaken): false
        case .changed(let count): count > 0
        case .unchanged, .failed: false
        }
    }
}
