import Synchronization
import VaultCore

/// Tells the audit log of connections that there was no room for: of a crowd a hundred, and ten a second.
final class RefusedConnections: Sendable {
    private let audit: any AuditTrail
    private let clock: any WallClock
    private let records = Mutex(TokenBucket(perSecond: 10, burst: 100))

    init(_ audit: any AuditTrail, clock: any WallClock) {
        self.audit = audit
        self.clock = clock
    }

    func record(_ refusal: Refusal, _ peer: PeerIdentity, _ socket: SocketRole) {
        let now = UInt64(max(0, clock.monotonicMilliseconds())) * 1_000_000
        guard records.withLock({ $0.take(1, at: now) }) == nil else { return }
        let caller = Caller(peer: peer, socket: socket, client: nil)
        audit.record(AuditEvent(.connectionRefused, .deny, caller: caller, reason: refusal.rawValue))
        // No reply stands behind it; what cannot be written now is kept for the next flush.
        do throws(AuditFailure) { try audit.flush() } catch {}
    }
}
