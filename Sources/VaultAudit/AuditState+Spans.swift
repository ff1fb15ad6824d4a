import Glibc
import VaultCore
import VaultJSON

extension AuditState {
    /// How a span ended.
    enum SpanEnd {
        /// With a seal of this digest.
        case sealed([UInt8])
        /// Without one: the file is not what was written to it.
        case changed
    }

    /// What is in the file for sure.
    var writtenBytes: Int { queue.logSize }

    /// Whether there is anything to seal.
    var hasRecords: Bool { chain.sequence.number > span.first + 1 }

    /// Writes the record that ends the span.
    ///
    /// - Throws: where what waits could not be written; then the span goes on.
    mutating func endSpan() throws(AuditFailure) -> SpanEnd {
        try drain()
        guard file.size == queue.logSize else { return .changed }
        let seal = SpanSeal(
            log: span.mark.log, records: span.first...(chain.sequence.number - 1), digest: chain.link.bytes,
            key: chain.key)
        append(seal)
        return .sealed(seal.digest)
    }

    /// The record of a seal.
    mutating func append(_ seal: SpanSeal) {
        tell(time: makers.clock)
        append(seal.members(chain.sequence.number, at: time, signedBy: makers.key))
    }

    /// Writes the record that begins a span.
    mutating func beginSpan(after end: SpanEnd) {
        switch end {
        case .sealed(let digest): beginSpan(log: span.mark.log, previous: digest)
        case .changed:
            let changed = span.first
            beginSpan(log: span.mark.log, previous: span.mark.previous)
            tellBroken(at: changed)
        }
    }

    /// - Parameters:
    ///   - previous: the digest in the seal before.
    ///   - tornBytes: behind that.
    mutating func beginSpan(log: AuditNumber, previous: [UInt8], tornBytes: Int = 0) {
        let mark = SpanMark(log: log, nonce: makers.key.freshNumber(), previous: previous, tornBytes: tornBytes)
        // What others have cut off or added is none of the span.
        queue.noteSize(file.size)
        chain.begin(under: makers.spanKey(mark))
        span = OpenSpan(
            mark: mark, first: chain.sequence.number, start: queue.sizeWithWaiting,
            begunAt: makers.clock.monotonicMilliseconds())
        if span.start == 0 { (firstInFile, fileBegunAt) = (span.first, makers.clock.now()) }
        tell(time: makers.clock)
        append(mark.members(at: time))
    }

    /// - Parameter sequence: the first record that may not be as it was written.
    mutating func tellBroken(at sequence: Int64) {
        tell(time: makers.clock)
        append(AuditLine.members(kind: .auditBroken, .failed, at: time) { $0.member("from", sequence) })
    }

    /// Goes on in another file, once all that waits is in the old one.
    ///
    /// - Returns: why the old one stays in use.
    mutating func replaceFile(
        _ path: String, _ clear: () throws(AuditOpenFailure) -> Void
    ) -> AuditOpenFailure? {
        do throws(AuditFailure) { try drain() } catch {
            return AuditOpenFailure(path: path, .system(errno: error.errno))
        }
        do throws(AuditOpenFailure) {
            try clear()
            let new = try AuditFile(path: path)
            replacedFiles.append(file.duplicate())
            file = new
            return nil
        } catch {
            return error
        }
    }
}
