import Synchronization
import VaultCore

/// Where the writer tells of changes; set once the audit log is open, which is after the store is.
final class TrailOutlet: Sendable {
    private let trail = Mutex<(any AuditTrail)?>(nil)

    var current: (any AuditTrail)? { trail.withLock(\.self) }

    func open(to trail: any AuditTrail) { self.trail.withLock { $0 = trail } }
}
