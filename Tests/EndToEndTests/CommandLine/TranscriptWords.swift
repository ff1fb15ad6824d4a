import Foundation

/// The words in angle brackets of a transcript: what they stand for, and what they may match.
struct TranscriptWords {
    /// What is known: set by the test, or taken from what was printed.
    private(set) var known: [String: String]

    private static let patterns: [(word: String, pattern: String)] = [
        ("grant", "vgr_[0-9a-z]{20}"), ("token", "sat_[0-9A-Za-z_-]+"),
        ("time", "20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9:]{8}Z"),
        ("moment", "20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}[.][0-9]{3}Z"),
        ("store", "[0-9a-f]{32}"),
        ("seconds", "[0-9]{10}"), ("number", "[0-9]+"), ("span", "[0-9]+[smhd]( [0-9]+[smhd])?"),
    ]

    init(_ known: [String: String]) { self.known = known }

    mutating func set(_ word: String, _ value: String) { known[word] = value }

    /// A command or an input as it is really given.
    func filled(_ text: String) -> String {
        known.reduce(text) { $0.replacingOccurrences(of: "<\($1.key)>", with: $1.value) }
    }

    /// Whether `text` is what was expected; remembers the grants and tokens in it.
    mutating func match(_ text: String, _ expected: String) -> Bool {
        let fixed = known.filter { name, _ in !Self.patterns.contains { $0.word == name } }
        var pattern = NSRegularExpression.escapedPattern(
            for: fixed.reduce(expected) { $0.replacingOccurrences(of: "<\($1.key)>", with: $1.value) })
        // Columns are as wide as what stands in them, which may be a time of any length.
        pattern = pattern.replacingOccurrences(of: " {2,}", with: " {2,}", options: .regularExpression)
        for (word, words) in Self.patterns {
            pattern = pattern.replacingOccurrences(of: "<\(word)>", with: "(?:\(words))")
        }
        guard text.range(of: "^(?:\(pattern))$", options: .regularExpression) == text.startIndex..<text.endIndex else {
            return text.isEmpty && expected.isEmpty
        }
        for word in ["grant", "token"] where expected.contains("<\(word)>") {
            let words = Self.patterns.first { $0.word == word }?.pattern ?? ""
            if let found = text.range(of: words, options: .regularExpression) { known[word] = String(text[found]) }
        }
        return true
    }
}
