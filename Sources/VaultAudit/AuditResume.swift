import Glibc
import VaultCore
import VaultJSON

/// Where a log ended, found in its files: what comes next, and what the last process did not come to seal.
struct AuditResume {
    enum Ending {
        /// All is sealed, or there is nothing.
        case sealed
        /// This seal is still to be written: all that it is of is as it was written.
        case open(SpanSeal)
        /// The record with this number is not as it was written.
        case broken(at: Int64)
        /// The file is of before records had numbers.
        case unnumbered
    }

    /// More than the line of any seal has.
    private static let sealBytes = 4096

    private(set) var log: AuditNumber
    /// The number of the next record.
    private(set) var next: Int64 = 1
    /// The digest in the last seal.
    private(set) var previous = SpanSeal.noDigest
    /// Behind that, what a crash left.
    private(set) var tornBytes = 0
    private(set) var ending = Ending.sealed
    /// What the chain of the last span has come to, and what it began with.
    private(set) var link = AuditHash.zero
    private(set) var key = AuditHash.zero
    /// Of the first record in the file that is written; nil where that is empty.
    private(set) var firstInFile: (sequence: Int64, time: Timestamp)?

    /// - Parameter files: the oldest first.
    init(_ files: [String], _ makers: AuditMakers) {
        log = makers.key.freshNumber()
        for (index, path) in files.reversed().enumerated() {
            guard let lines = AuditLines(path: path), lines.bytes > 0 else { continue }
            if index == 0, !readFirst(lines, makers) {
                ending = .unnumbered
                return
            }
            if resumeBehindSeal(lines, makers) { return }
            guard let start = Self.lastSpan(in: lines) else {
                if readWithoutSpan(lines) { return }
                continue
            }
            read(lines, from: start, makers)
            return
        }
    }

    /// - Returns: false for a file of before records had numbers.
    private mutating func readFirst(_ lines: borrowing AuditLines, _ makers: AuditMakers) -> Bool {
        var first: (Int64, Timestamp)?
        var isUnnumbered = false
        lines.forEachWhole(from: 0) { line, _ in
            let read = AuditLines.read(line)
            if let chained = ChainedLine(line) {
                first = (
                    chained.sequence, read?["time"]?.string.flatMap(TimeText.moment) ?? makers.clock.now()
                )
            } else {
                // Half a line that a crash has left may stand before the first whole one.
                isUnnumbered = read?["kind"] != nil
            }
            return first == nil && !isUnnumbered
        }
        if let first { firstInFile = (first.0, first.1) }
        return !isUnnumbered
    }

    /// A log that was ended as it should be ends with a seal: what comes before that is not read again.
    ///
    /// - Returns: whether it does.
    private mutating func resumeBehindSeal(_ lines: borrowing AuditLines, _ makers: AuditMakers) -> Bool {
        let start = max(0, lines.bytes - Self.sealBytes)
        var last: (line: [UInt8], end: Int)?
        _ = lines.forEach(from: start, to: lines.bytes, isLineStart: start == 0) { last = (Array($0), $1) }
        guard let last, last.end == lines.bytes, let chained = ChainedLine(last.line[...]),
            let seal = SpanSeal(AuditLines.read(last.line[...])),
            SpanSeal.isSigned(chained, by: makers.key.publicKey, makers.hasher)
        else { return false }
        log = seal.log
        next = chained.sequence + 1
        previous = seal.digest
        return true
    }

    /// - Returns: whether there are records, which somebody has cut off from the beginning of their span.
    private mutating func readWithoutSpan(_ lines: borrowing AuditLines) -> Bool {
        var first: Int64?
        var highest: Int64 = 0
        lines.forEachWhole(from: 0) { line in
            guard let chained = ChainedLine(line) else { return }
            first = first ?? chained.sequence
            highest = max(highest, chained.sequence)
        }
        guard let first else { return false }
        next = highest + 1
        ending = .broken(at: first)
        return true
    }

    /// Where the last span of the file begins; nil where there is none.
    private static func lastSpan(in lines: borrowing AuditLines) -> Int? {
        var end = lines.bytes
        while end > 0 {
            var found: Int?
            let start = max(0, end - AuditLines.chunkBytes)
            let first = lines.forEach(from: start, to: end, isLineStart: start == 0) { line, lineEnd in
                if let chained = ChainedLine(line), chained.isKind(SpanMark.kind) { found = lineEnd - line.count - 1 }
            }
            if let found { return found }
            end = first < end && first > start ? first : start
        }
        return nil
    }

    private mutating func read(_ lines: borrowing AuditLines, from start: Int, _ makers: AuditMakers) {
        var reading = SpanReading(makers)
        lines.forEachWhole(from: start) { reading.take($0) }
        guard let mark = reading.mark else {
            ending = .broken(at: reading.expected)
            return
        }
        log = mark.log
        next = reading.expected
        if let seal = reading.seal {
            previous = seal.digest
            tornBytes = reading.tornBytes
        } else if let broken = reading.broken {
            next = max(next, reading.highest + 1)
            ending = .broken(at: broken)
        } else {
            let seal = reading.makeSeal()
            (link, key) = (reading.link, seal.key)
            ending = .open(seal)
        }
    }
}
