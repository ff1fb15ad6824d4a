import VaultCore
import VaultJSON

/// Goes through the records of a span that is not as it was signed, one by one, and names the first that is not as it was
/// written.
struct SpanSearch {
    /// A line of the span.
    private struct Line {
        let number: Int
        let chained: ChainedLine?
    }

    private let hasher: any AuditHasher
    /// Nil where nobody has told it: then only the numbers say something.
    private let key: SpanKey?

    init(_ verifier: AuditVerifier, _ key: SpanKey?) {
        hasher = verifier.hasher
        self.key = key
    }

    /// - Parameters:
    ///   - place: where the span begins in the file.
    ///   - line: the number of that line.
    /// - Returns: nil where each line up to the seal, or to the end, is what came after the one before.
    func firstFlaw(in file: String, from place: Int, line: Int, first: Int64) -> AuditFlaw? {
        let lines = read(file, from: place, line)
        var expected = first
        var tag = AuditTag.none
        for (index, line) in lines.enumerated() {
            if let chained = line.chained, chained.sequence == expected, follows(chained, tag) {
                tag = chained.tag
                expected += 1
                continue
            }
            let rest = lines[(index + 1)...]
            let kind = kind(of: line, expected: expected, after: tag, rest)
            guard let kind else { continue }
            return AuditFlaw(kind: kind, sequence: expected, file: file, line: line.number)
        }
        return nil
    }

    /// - Returns: nil for what a crash may have left: a line that is no record, with nothing but others of that kind or a seal behind it.
    private func kind(
        of line: Line, expected: Int64, after tag: AuditTag, _ rest: ArraySlice<Line>
    ) -> AuditFlaw.Kind? {
        let isLater = rest.contains { $0.chained?.sequence == expected && follows($0.chained, tag) }
        guard let chained = line.chained else {
            let next = rest.first { $0.chained != nil }?.chained
            if isLater, next?.sequence == expected {
                return next?.isKind(SpanSeal.kind) == true ? nil : .noRecord
            }
            return next == nil ? nil : .edited
        }
        if chained.sequence == expected { return isLater ? .inserted : .edited }
        if chained.sequence < expected { return .inserted }
        return isLater ? .moved : .missing(upTo: chained.sequence - 1)
    }

    private func follows(_ line: ChainedLine?, _ tag: AuditTag) -> Bool {
        guard let line else { return false }
        guard let key else { return true }
        return line.follows(tag, under: key, hasher)
    }

    /// Up to the seal, or to where another span begins.
    private func read(_ file: String, from place: Int, _ number: Int) -> [Line] {
        guard let lines = AuditLines(path: file) else { return [] }
        var found: [Line] = []
        lines.forEachWhole(from: place) { bytes, _ in
            let chained = ChainedLine(ArraySlice(Array(bytes)))
            if !found.isEmpty, chained?.isKind(SpanMark.kind) == true { return false }
            found.append(Line(number: number + found.count, chained: chained))
            return chained?.isKind(SpanSeal.kind) != true
        }
        return found
    }
}
