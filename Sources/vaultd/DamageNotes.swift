import Synchronization
import VaultCore

/// Puts each row that the store passed over because it does not read back into the audit log.
final class DamageNotes: Sendable {
    private let audit = Mutex<(any AuditTrail)?>(nil)

    func arm(_ audit: any AuditTrail) { self.audit.withLock { $0 = audit } }

    var damaged: @Sendable (String, Int64) -> Void {
        { table, id in
            let grant = table == "grants" ? GrantID(rawValue: id) : nil
            self.audit.withLock { $0 }?.record(
                AuditEvent(.integrityFailure, .failed, grant: grant, reason: "row_unreadable"))
        }
    }
}
