import VaultCore

extension Method {
    /// The method whose name stands between these quotes; nil for any other name, or what is no string.
    @inline(__always)
    init?(quoted value: Range<Int>, in line: Span<UInt8>) {
        if line.spells("\"token.get\"", at: value) {
            self = .tokenGet
        } else if let other = Self.other(value, in: line) {
            self = other
        } else {
            return nil
        }
    }

    @inline(never)
    private static func other(_ value: Range<Int>, in line: Span<UInt8>) -> Method? {
        allCases.first { line.spells(quoted: $0.rawValue, at: value) }
    }
}

extension Span where Element == UInt8 {
    fileprivate func spells(quoted word: String, at range: Range<Int>) -> Bool {
        let word = word.utf8
        guard range.count == word.count + 2, self[range.lowerBound] == UInt8(ascii: "\"") else { return false }
        return zip(word, range.dropFirst()).allSatisfy { $0 == self[$1] }
    }
}
