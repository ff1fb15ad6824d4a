import VaultCore
import VaultJSON

/// The way through the lines of a log, one after the other: knows the span that it is in and what must come next.
struct AuditWalk {
    /// A span, as far as it was gone through.
    private struct Span {
        let mark: SpanMark
        let first: Int64
        let file: String
        /// Where it begins.
        let place: Int
        let line: Int
        /// Its records so far.
        var records = RecordRun()
        /// Bytes of lines that are none, behind the last record so far.
        var tornBytes = 0
        /// Something is not as it must be: what, is told when its key is known.
        var isOdd = false
        /// Where its lines must be gone through one by one: when its end is found.
        var recordsEnd: Int64
    }

    private let verifier: AuditVerifier
    private var span: Span?
    /// The log that the spans belong to.
    private var log: AuditNumber?
    /// The digest of the last seal.
    private var previous: [UInt8]?
    private var file = ""
    private var line = 0
    /// Bytes of lines that are none, between two spans.
    private var tornBytes = 0

    var report = AuditReport()
    /// The number that the next record must have; nil before the first.
    private(set) var expected: Int64?

    init(_ verifier: AuditVerifier) { self.verifier = verifier }

    mutating func begin(_ file: String) {
        self.file = file
        line = 0
    }

    mutating func take(_ bytes: ArraySlice<UInt8>, at place: Int) {
        line += 1
        let chained = ChainedLine(bytes)
        if line == 1, chained == nil, expected == nil, AuditLines.read(bytes)?["kind"] != nil {
            report.unnumberedFiles.append(file)
        }
        if report.unnumberedFiles.last == file, chained == nil { return }
        if span == nil {
            begin(chained, bytes, at: place)
        } else {
            goOn(chained, bytes, at: place)
        }
    }

    /// A file ends with a seal, but for the one that is written.
    mutating func endFile() {
        guard let span, span.isOdd else { return }
        locate(span, seal: nil)
    }

    mutating func end(reaching last: Int64?) {
        if report.flaw == nil, let span {
            report.unsealed = span.first...max(span.first, span.recordsEnd)
            if let key = verifier.spanKey?(span.mark) {
                report.flaw = SpanSearch(verifier, key).firstFlaw(
                    in: span.file, from: span.place, line: span.line, first: span.first)
                report.unsealedVerified = report.flaw == nil
            }
        }
        guard report.flaw == nil, let last else { return }
        let next = expected ?? 1
        if last >= next { fail(.missing(upTo: last), next, line: 0) }
    }

    // MARK: between spans

    private mutating func begin(_ chained: ChainedLine?, _ bytes: ArraySlice<UInt8>, at place: Int) {
        guard let chained else {
            tornBytes += bytes.count + 1
            return
        }
        if let expected, chained.sequence > expected { return fail(.missing(upTo: chained.sequence - 1), expected) }
        if let expected, chained.sequence < expected { return fail(.inserted, expected) }
        guard chained.isKind(SpanMark.kind), let mark = SpanMark(AuditLines.read(bytes)) else {
            // Before the first span that is there, nothing can be said of a record.
            return fail(expected == nil ? .unsealed(upTo: chained.sequence) : .edited, chained.sequence)
        }
        if let log, log != mark.log { return fail(.otherLog, chained.sequence) }
        if let previous, previous != mark.previous { return fail(.edited, chained.sequence) }
        if tornBytes > 0, tornBytes != mark.tornBytes, expected != nil { return fail(.noRecord, chained.sequence) }
        report.tornBytes += tornBytes
        tornBytes = 0
        log = mark.log
        var span = Span(
            mark: mark, first: chained.sequence, file: file, place: place, line: line, recordsEnd: chained.sequence)
        if !span.records.add(chained, verifier.hasher) { span.isOdd = true }
        self.span = span
        advance(to: chained.sequence)
    }

    // MARK: in a span

    private mutating func goOn(_ chained: ChainedLine?, _ bytes: ArraySlice<UInt8>, at place: Int) {
        guard var span else { return }
        defer { if self.span != nil { self.span = span } }
        guard let chained else {
            span.tornBytes += bytes.count + 1
            return
        }
        if chained.isKind(SpanSeal.kind), let seal = SpanSeal(AuditLines.read(bytes)) {
            return end(span, seal, chained)
        }
        if chained.isKind(SpanMark.kind), SpanMark(AuditLines.read(bytes)) != nil {
            return endWithoutSeal(span, next: chained)
        }
        if chained.sequence != expected || span.tornBytes > 0 { span.isOdd = true }
        if span.isOdd { return }
        if !span.records.add(chained, verifier.hasher) { span.isOdd = true }
        span.recordsEnd = chained.sequence
        advance(to: chained.sequence)
    }

    private mutating func end(_ span: Span, _ seal: SpanSeal, _ chained: ChainedLine) {
        let isSigned = SpanSeal.isSigned(chained, by: verifier.publicKey, verifier.hasher)
        let isWhole =
            !span.isOdd && chained.sequence == expected && seal.log == span.mark.log
            && seal.records == span.first...(chained.sequence - 1) && span.tornBytes == seal.tornBytes
            && span.records.link(from: seal.key, verifier.hasher)?.bytes == seal.digest
        guard isWhole, isSigned else {
            return locate(span, seal: isSigned || !isWhole ? (seal, chained) : nil, chained)
        }
        report.sealed += chained.sequence - span.first + 1
        report.tornBytes += span.tornBytes
        advance(to: chained.sequence)
        previous = seal.digest
        self.span = nil
    }

    /// A span begins in the middle of another.
    private mutating func endWithoutSeal(_ span: Span, next: ChainedLine) {
        if span.isOdd || verifier.spanKey != nil {
            locate(span, seal: nil)
            if report.flaw != nil { return }
        }
        let expected = expected ?? next.sequence
        if next.sequence > expected {
            fail(.missing(upTo: next.sequence - 1), expected)
        } else {
            fail(.unsealed(upTo: span.recordsEnd), span.first, line: span.line)
        }
    }

    /// - Parameter seal: nil where it is not known what was signed.
    private mutating func locate(_ span: Span, seal: (SpanSeal, ChainedLine)?, _ sealLine: ChainedLine? = nil) {
        let key = verifier.spanKey?(span.mark) ?? seal?.0.key
        let search = SpanSearch(verifier, key)
        report.flaw =
            search.firstFlaw(in: span.file, from: span.place, line: span.line, first: span.first)
            ?? sealFlaw(span, seal?.0, sealLine ?? seal?.1)
    }

    /// All records follow one another.
    private func sealFlaw(_ span: Span, _ seal: SpanSeal?, _ line: ChainedLine?) -> AuditFlaw? {
        guard let line else { return nil }
        guard let seal, SpanSeal.isSigned(line, by: verifier.publicKey, verifier.hasher) else {
            return flaw(.edited, line.sequence)
        }
        if span.tornBytes != seal.tornBytes { return flaw(.noRecord, line.sequence) }
        return flaw(.forged(upTo: seal.records.upperBound), span.first)
    }

    // MARK: telling

    private mutating func advance(to sequence: Int64) {
        expected = sequence + 1
        report.records = (report.records?.lowerBound ?? sequence)...sequence
    }

    private mutating func fail(_ kind: AuditFlaw.Kind, _ sequence: Int64, line: Int? = nil) {
        report.flaw = flaw(kind, sequence, line: line)
    }

    private func flaw(_ kind: AuditFlaw.Kind, _ sequence: Int64, line: Int? = nil) -> AuditFlaw {
        AuditFlaw(kind: kind, sequence: sequence, file: file, line: line ?? self.line)
    }
}
