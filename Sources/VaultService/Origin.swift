import VaultCore

/// On whose behalf the vault acts, for the audit log; nobody's when it acts by itself.
struct Origin: Sendable {
    let caller: Caller?
    let method: Method?

    static let vault = Origin(caller: nil, method: nil)

    func event(_ kind: AuditEvent.Kind, _ outcome: AuditEvent.Outcome, _ grant: Grant) -> AuditEvent {
        AuditEvent(kind, outcome, caller: caller, method: method).about(grant)
    }
}
