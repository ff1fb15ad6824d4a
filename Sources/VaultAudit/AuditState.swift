import Glibc
import VaultCore

/// Everything that the log's lock guards.
struct AuditState: ~Copyable {
    /// How long after a loss no flush succeeds: longer than any tick, so that every tick that lost a record learns of it.
    static let lossMilliseconds: Int64 = 1000
    /// So much may lie in the spool before it is written without being asked.
    static let spooledBytes = 64 * 1024

    private var file: AuditFile
    private var queue: AuditQueue
    private var time = TimeText()
    /// The served records of one tick carry one time: asked for once, right until the next flush.
    private var timeIsFresh = false
    /// `{"time":"…","kind":"decision","outcome":"allow",`, only the time of which ever changes.
    private var servedHead = Self.servedHead
    /// A change or a refusal is among what waits: it is written with its own flush. Tokens and sessions served from memory may
    /// lie in the spool a little while.
    private var mustWrite = false
    private var isFailing = false
    private var lost = 0
    /// Since the log was opened.
    private(set) var lostInAll = 0
    private var lossAt: Int64?

    init(_ opened: consuming AuditFileWithSpool) {
        queue = AuditQueue(opened.spool, logSize: opened.file.size)
        file = opened.file
    }

    /// - Parameter members: of one record.
    mutating func record(_ members: [UInt8], clock: any WallClock) {
        let bytes = members.count + 3
        guard queue.hasRoom(for: bytes) || makeRoom(bytes) else { return lose(clock) }
        append(members)
        mustWrite = true
    }

    private mutating func append(_ members: [UInt8]) {
        withUnsafeBytes(of: UInt8(ascii: "{")) { queue.append($0) }
        members.withUnsafeBytes { queue.append($0) }
        withUnsafeBytes(of: (UInt8(ascii: "}"), UInt8(ascii: "\n"))) { queue.append($0) }
    }

    @inline(__always)
    mutating func recordServed(caller: UnsafeRawBufferPointer, object: UnsafeRawBufferPointer, clock: any WallClock) {
        if !timeIsFresh { tell(time: clock) }
        let bytes = servedHead.count + caller.count + object.count
        guard queue.hasRoom(for: bytes) || makeRoom(bytes) else { return lose(clock) }
        servedHead.withUnsafeBytes { queue.append($0) }
        queue.append(caller)
        queue.append(object)
    }

    /// - Returns: whether something lies in the spool that is not in the log.
    mutating func flush(clock: any WallClock) throws(AuditFailure) -> Bool {
        timeIsFresh = false
        if mustWrite || isFailing || lossAt != nil || !queue.isShared || queue.count > Self.spooledBytes {
            try writeOut(clock: clock)
            return false
        }
        queue.publish()
        return !queue.isEmpty
    }

    mutating func writeOut(clock: any WallClock) throws(AuditFailure) {
        timeIsFresh = false
        try drain()
        if lost > 0 { try reportLoss(clock) }
        guard let lossAt else { return }
        if clock.monotonicMilliseconds() - lossAt < Self.lossMilliseconds { throw AuditFailure(errno: ENOBUFS) }
        self.lossAt = nil
    }

    /// What waits goes to the old file as far as it takes it, the rest and all that comes to the new one.
    mutating func replace(_ new: consuming AuditFile) {
        do { try drain() } catch {}
        queue.restartLine(logSize: new.size)
        file = new
    }
}

extension AuditState {
    private static let timeOffset = #"{"time":""#.utf8.count

    private static var servedHead: [UInt8] {
        let time = TimeText().text
        let (kind, outcome) = (AuditEvent.Kind.decision.rawValue, AuditEvent.Outcome.allow.rawValue)
        return Array(#"{"time":"\#(time)","kind":"\#(kind)","outcome":"\#(outcome)","#.utf8)
    }

    private mutating func tell(time clock: any WallClock) {
        timeIsFresh = true
        guard time.set(clock.now()) else { return }
        for position in 0..<TimeText.length { servedHead[Self.timeOffset + position] = time.bytes[position] }
    }

    /// Writes what waits before its tick is over: a burst of records is no reason to lose one. Not while writing fails, or
    /// every record would try again.
    private mutating func makeRoom(_ bytes: Int) -> Bool {
        guard !isFailing else { return false }
        do { try drain() } catch { return false }
        return queue.hasRoom(for: bytes)
    }

    private mutating func lose(_ clock: any WallClock) {
        lost += 1
        lostInAll += 1
        lossAt = clock.monotonicMilliseconds()
    }

    /// Writes all that waits; mostly with one write.
    private mutating func drain() throws(AuditFailure) {
        while !queue.isEmpty {
            switch queue.withUnsent({ file.write($0) }) {
            case .success(let bytes):
                isFailing = false
                queue.noteWritten(bytes)
            case .failure(let failure):
                isFailing = true
                throw AuditFailure(errno: failure.errno)
            }
        }
        mustWrite = false
    }

    /// Says in the log itself that it is not complete.
    private mutating func reportLoss(_ clock: any WallClock) throws(AuditFailure) {
        let event = AuditEvent(.recordsLost, .failed, reason: "audit_buffer_full")
        tell(time: clock)
        let members = AuditLine.members(of: event, at: time, lost: lost)
        // The queue is empty: this always fits.
        guard queue.hasRoom(for: members.count + 3) else { return }
        append(members)
        lost = 0
        try drain()
    }
}
