import VaultCore

/// On whose behalf the vault acts, for the audit log; nobody's when it acts by itself.
struct Origin: Sendable {
    let caller: Caller?
    let method: Method?

    /// Why the vault acts by itself, where the record would not tell.
    var purpose: String? = nil

    static let vault = Origin(caller: nil, method: nil)
    static let refreshAhead = Origin(caller: nil, method: nil, purpose: "refresh_ahead")
    static let keepAlive = Origin(caller: nil, method: nil, purpose: "keep_alive")

    func event(_ kind: AuditEvent.Kind, _ outcome: AuditEvent.Outcome, _ grant: Grant) -> AuditEvent {
        AuditEvent(kind, outcome, caller: caller, method: method, reason: purpose).about(grant)
    }
}
