import VaultClient
import VaultJSON

/// What only an operator is told about the vault's standing; nil where the daemon did not tell.
struct OperatorStatus {
    var audit: AuditStandingRecord?
    var diagnosis: DiagnosisRecord?

    func write(to writer: inout JSONWriter) {
        if let audit {
            writer.member(
                "audit",
                object: { writer in
                    writer.member("sequence", audit.sequence)
                    writer.member("sealed", audit.sealed)
                    writer.member("failing", audit.isFailing)
                })
        }
        if let version = diagnosis?.masterKey { writer.member("master_key", version) }
        if let since = diagnosis?.masterKeySince { writer.member("master_key_since", since) }
        if let moment = diagnosis?.backupAt { writer.member("backup_at", moment) }
    }
}
