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
    private let key: AuditHash?

    init(_ verifier: AuditVerifier, _ key: AuditHash?) {
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
        var link = key ?? .zero
        for (index, line) in lines.enumerated() {
            if let chained = line.chained, chained.sequence == expected, let next = next(chained, after: link) {
                link = next
                expected += 1
                continue
            }
            let rest = lines[(index + 1)...]
            let kind = kind(of: line, expected: expected, after: link, rest)
            guard let kind else { continue }
            return AuditFlaw(kind: kind, sequence: expected, file: file, line: line.number)
        }
        return nil
    }

    /// - Returns: nil for what a crash may have left: a line that is no record, with nothing but others of that kind or a seal behind it.
    private func kind(
        of line: Line, expected: Int64, after link: AuditHash, _ rest: ArraySlice<Line>
    ) -> AuditFlaw.Kind? {
        let isLater = rest.contains { $0.chained?.sequence == expected && next($0.chained, after: link) != nil }
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

    /// What the chain comes to with the line; nil where it does not follow. Without a key every line does.
    private func next(_ line: ChainedLine?, after link: AuditHash) -> AuditHash? {
        guard let line else { return nil }
        guard key != nil else { return link }
        return line.link(after: link, hasher)
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
