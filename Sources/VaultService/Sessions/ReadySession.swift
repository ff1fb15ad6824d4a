package import VaultCore

/// A session in memory with its reply made ready, so that a look-up copies bytes and allocates nothing. Used under the lock
/// of the `SessionCache` that it is in, and nowhere else.
final class ReadySession: @unchecked Sendable {
    let id: SessionID
    let head: [UInt8]
    let tail: HiddenText
    /// The audit members of the session (`AuditTrail.sessionPart`).
    let auditPart: [UInt8]
    let renewalDueAt: Timestamp?
    var life: SessionLife
    /// Whether it stands among those whose look-ups are to be written.
    var isNoted = false

    init(
        _ id: SessionID, _ life: SessionLife, head: [UInt8], tail: HiddenText, auditPart: [UInt8],
        renewalDueAt: Timestamp?
    ) {
        self.id = id
        self.life = life
        self.head = head
        self.tail = tail
        self.auditPart = auditPart
        self.renewalDueAt = renewalDueAt
    }
}

/// A session as the hot path needs it, all of it bytes that are only copied; good only as long as the call that lent it.
package struct LentSession {
    private let ready: ReadySession
    private let now: Timestamp

    init(_ ready: ReadySession, at now: Timestamp) {
        self.ready = ready
        self.now = now
    }

    package var lastSeenAt: Timestamp { now }
    package var endsAt: Timestamp {
        var life = ready.life
        life.lastSeenAt = now
        return life.endsAt
    }
    package var isRenewalDue: Bool { ready.renewalDueAt.map { now >= $0 } ?? false }
    package var tailBytes: Int { ready.tail.count }

    package func withHead<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        ready.head.withUnsafeBytes(body)
    }

    package func withAuditPart<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        ready.auditPart.withUnsafeBytes(body)
    }

    /// Fills `tailBytes` bytes with claims, payload and the rest, in clear.
    package func writeTail(to space: UnsafeMutableRawBufferPointer) { ready.tail.show(in: space) }
}
