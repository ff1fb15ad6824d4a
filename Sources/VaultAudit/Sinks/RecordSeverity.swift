import VaultCore

/// How much a record should worry who reads it, on the scales of those who read it.
enum RecordSeverity: Int, CaseIterable {
    /// What happens all day.
    case informational
    /// Something changed.
    case low
    /// Something was refused, or did not work.
    case medium
    /// A rule fired, or copies of the log are incomplete.
    case high
    /// Somebody was where they should not be, or the vault cannot be trusted as it is.
    case critical

    init(_ kind: AuditEvent.Kind, _ outcome: AuditEvent.Outcome) {
        switch kind {
        case .answerQuarantined, .sessionReused, .sessionGuessing, .integrityFailure, .auditBroken, .auditLogBehind,
            .rollbackDetected, .recordsLost:
            self = .critical
        case .sinkLost, .alert, .alertUndelivered: self = .high
        case .decision, .tokenServed, .auditSpan, .auditSealed, .heartbeat:
            self = outcome == .deny || outcome == .failed ? .medium : .informational
        default: self = outcome == .deny || outcome == .failed ? .medium : .low
        }
    }

    /// RFC 5424 §6.2.1: critical, error, warning, notice, informational.
    var syslog: Int {
        switch self {
        case .informational: 6
        case .low: 5
        case .medium: 4
        case .high: 3
        case .critical: 2
        }
    }
}
