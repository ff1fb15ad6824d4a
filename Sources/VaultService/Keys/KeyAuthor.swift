import VaultCore

/// Who changes master keys: an operator, or the configured age. Both go the same way, and the audit log tells them apart.
struct KeyAuthor {
    private let caller: Caller?
    private let method: Method?
    private let reason: String?

    static let schedule = KeyAuthor(caller: nil, method: nil, reason: "automatic")

    static func caller(_ caller: Caller, _ method: Method) -> KeyAuthor {
        KeyAuthor(caller: caller, method: method, reason: nil)
    }

    func event(
        _ kind: AuditEvent.Kind, _ outcome: AuditEvent.Outcome = .done, _ version: MasterKeyVersion? = nil
    ) -> AuditEvent {
        AuditEvent(kind, outcome, caller: caller, method: method, masterKey: version, reason: reason)
    }
}
