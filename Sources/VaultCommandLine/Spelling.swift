/// What a person probably meant by a word that nobody knows.
package enum Spelling {
    /// The candidate that is nearest, if it is near enough to be a slip of the finger.
    package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let word = Array(word.lowercased().utf8.prefix(64))
        let allowed = word.count <= 3 ? 1 : word.count <= 7 ? 2 : 3
        var best: (distance: Int, candidate: String)?
        for candidate in candidates {
            let distance = distance(word, Array(candidate.lowercased().utf8.prefix(64)))
            if distance <= allowed, distance < best?.distance ?? .max { best = (distance, candidate) }
        }
        return best?.candidate
    }

    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var older: [Int] = []
        var old = Array(0...right.count)
        for i in left.indices {
            var row = [i + 1]
            for j in right.indices {
                var cost = min(old[j + 1] + 1, row[j] + 1, old[j] + (left[i] == right[j] ? 0 : 1))
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { cost = min(cost, older[j - 1] + 1) }
                row.append(cost)
            }
            (older, old) = (old, row)
        }
        return old[right.count]
    }

    /// Whether a word may be shown back: a name, and not a token or password that strayed here.
    package static func isQuotable(_ word: String) -> Bool {
        word.utf8.count <= 24 && word.allSatisfy { $0.isASCII && ($0.isLetter || "-_.".contains($0)) }
    }
}
