import Glibc
import VaultCore

/// Everything that the log's lock guards.
struct AuditState: ~Copyable {
    /// How long after a loss no flush succeeds: longer than any tick, so that every tick that lost a record learns of it.
    static let lossMilliseconds: Int64 = 1000
    /// So much may lie in the spool before it is written without being asked.
    static let spooledBytes = 64 * 1024

    var file: AuditFile
    var queue: AuditQueue
    var chain: AuditChain
    var span: OpenSpan
    /// The number of the first record in the file.
    var firstInFile: Int64
    /// When that was written.
    var fileBegunAt: Timestamp
    let makers: AuditMakers
    var time = TimeText()
    /// The served records of one tick carry one time: asked for once, right until the next flush.
    private var timeIsFresh = false
    private var timeNumber = TimeText().number
    /// `"time":"…",`
    private var servedHead = Self.servedHead
    /// A change or a refusal is among what waits: it is written with its own flush. Tokens and sessions served from memory may
    /// lie in the spool a little while.
    private var mustWrite = false
    private(set) var isFailing = false
    /// The last span is sealed: what came behind it would be in none.
    var isEnded = false
    private var lost = 0
    /// Since the log was opened.
    private(set) var lostInAll = 0
    private var lossAt: Int64?
    /// What was written to these is not known to be on the disk; the caller of `takeFiles` closes them.
    var replacedFiles: [Int32] = []

    init(_ opened: consuming AuditFileWithSpool, _ start: AuditStart) {
        queue = AuditQueue(opened.spool, logSize: opened.file.size)
        file = opened.file
        chain = start.chain()
        span = start.span
        makers = start.makers
        firstInFile = start.resume.firstInFile?.sequence ?? start.resume.next
        fileBegunAt = start.resume.firstInFile?.time ?? start.makers.clock.now()
    }

    /// - Parameter members: of one record.
    mutating func record(_ members: [UInt8], clock: any WallClock) {
        let bytes = members.count + AuditChain.frameBytes
        guard queue.hasRoom(for: bytes) || makeRoom(bytes) else { return lose(clock) }
        append(members)
    }

    @inline(__always)
    mutating func recordServed(
        caller: UnsafeRawBufferPointer, request: Int, object: UnsafeRawBufferPointer, clock: any WallClock
    ) {
        if !timeIsFresh { tell(time: clock) }
        let (context, object) = (ServedPart(caller), ServedPart(object))
        let bytes =
            AuditChain.frameBytes + servedHead.count + context.text.count + DecimalText.longest + object.text.count
        guard queue.hasRoom(for: bytes) || makeRoom(bytes) else { return lose(clock) }
        var place = chain.open(queue.end)
        servedHead.withUnsafeBytes { Self.put($0, at: &place) }
        Self.put(context.text, at: &place)
        DecimalText.write(request, at: &place)
        Self.put(object.text, at: &place)
        let parts = RecordParts(
            time: timeNumber, request: Int64(request), context: context.hash, object: object.hash)
        queue.noteLine(endingAt: chain.close(parts, membersEnd: place))
    }

    /// Where there is room.
    mutating func append(_ members: [UInt8]) {
        guard let parts = RecordParts(members[...], makers.hasher) else {
            preconditionFailure("a record was made that does not begin with its time")
        }
        var place = chain.open(queue.end)
        members.withUnsafeBytes { Self.put($0, at: &place) }
        queue.noteLine(endingAt: chain.close(parts, membersEnd: place))
        mustWrite = true
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

    /// All that has been written to since the last time.
    mutating func takeFiles() -> [Int32] {
        defer { replacedFiles = [] }
        return replacedFiles + [file.duplicate()]
    }

    /// Writes all that waits; mostly with one write.
    mutating func drain() throws(AuditFailure) {
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

    /// The time of a record that the log makes by itself.
    mutating func tell(time clock: any WallClock) {
        timeIsFresh = true
        guard time.set(clock.now()) else { return }
        timeNumber = time.number
        for position in 0..<TimeText.length { servedHead[Self.timeOffset + position] = time.bytes[position] }
    }
}

extension AuditState {
    private static let timeOffset = RecordParts.beforeTime.utf8CodeUnitCount

    private static var servedHead: [UInt8] { Array("\(RecordParts.beforeTime)\(TimeText().text)\",".utf8) }

    @inline(__always)
    private static func put(_ bytes: UnsafeRawBufferPointer, at place: inout UnsafeMutablePointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        UnsafeMutableRawPointer(place).copyMemory(from: source, byteCount: bytes.count)
        place += bytes.count
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

    /// Says in the log itself that it is not complete.
    private mutating func reportLoss(_ clock: any WallClock) throws(AuditFailure) {
        let event = AuditEvent(.recordsLost, .failed, reason: "audit_buffer_full")
        tell(time: clock)
        let members = AuditLine.members(of: event, at: time, lost: lost)
        // The queue is empty: this always fits.
        guard queue.hasRoom(for: members.count + AuditChain.frameBytes) else { return }
        append(members)
        lost = 0
        try drain()
    }
}
