package import VaultCore

/// A session in memory with its reply made ready, all of it bytes in one block, so that a look-up copies and allocates nothing.
/// The tail rests hidden; it is shown in place when it is asked for, until `SessionCache.hideShown`.
///
/// Used under the lock of the `SessionCache` that it is in, and nowhere else; accesses are unchecked, as none calls out, so that none
/// can overlap another.
final class ReadySession: @unchecked Sendable {
    let id: SessionID
    @exclusivity(unchecked) var life: SessionLife
    let renewalDueAt: Timestamp?
    /// Whether it stands among those whose look-ups are to be written.
    @exclusivity(unchecked) var isNoted = false
    @exclusivity(unchecked) private(set) var isHidden = false
    /// Head, audit members (`AuditTrail.sessionPart`) and tail.
    private let block: UnsafeMutableRawBufferPointer
    private let headBytes: Int
    private let auditBytes: Int
    /// For the cipher; no other text has it.
    private let number: UInt64

    /// The tail lies in clear until `toggle`.
    init(
        _ id: SessionID, _ life: SessionLife, _ text: SessionReplyText, auditPart: [UInt8], renewalDueAt: Timestamp?,
        number: UInt64
    ) {
        self.id = id
        self.life = life
        self.renewalDueAt = renewalDueAt
        self.number = number
        (headBytes, auditBytes) = (text.head.count, auditPart.count)
        block = .allocate(byteCount: headBytes + auditBytes + text.tail.count, alignment: 16)
        block.copyBytes(from: text.head)
        UnsafeMutableRawBufferPointer(rebasing: block[headBytes...]).copyBytes(from: auditPart)
        text.tail.withBytes {
            UnsafeMutableRawBufferPointer(rebasing: block[(headBytes + auditBytes)...]).copyMemory(from: $0)
        }
    }

    deinit {
        Secret.wipe(block)
        block.deallocate()
    }

    var head: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: block[..<headBytes]) }
    var auditPart: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: block[headBytes..<headBytes + auditBytes])
    }
    var tail: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: block[(headBytes + auditBytes)...]) }

    /// Hides the tail, or shows it again.
    func toggle(_ cipher: any MemoryCipher) {
        cipher.toggle(UnsafeMutableRawBufferPointer(rebasing: block[(headBytes + auditBytes)...]), number: number)
        isHidden.toggle()
    }
}

/// A session as the hot path needs it, all of it bytes that are only copied; good only as long as the call that lent it.
package struct LentSession {
    package let head: UnsafeRawBufferPointer
    package let tail: UnsafeRawBufferPointer
    package let auditPart: UnsafeRawBufferPointer
    package let lastSeenAt: Timestamp
    package let endsAt: Timestamp
    package let isRenewalDue: Bool

    init(_ ready: ReadySession, at now: Timestamp) {
        (head, tail, auditPart) = (ready.head, ready.tail, ready.auditPart)
        var life = ready.life
        life.lastSeenAt = now
        (lastSeenAt, endsAt) = (now, life.endsAt)
        isRenewalDue = ready.renewalDueAt.map { now >= $0 } ?? false
    }
}
