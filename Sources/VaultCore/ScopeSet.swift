/// Scopes without repetition, sorted, so that equal sets are equal values and equal texts.
package struct ScopeSet: Hashable, Sendable {
    package let scopes: [String]

    package static let empty = ScopeSet()

    private init() { scopes = [] }

    private init(sorted scopes: [String]) { self.scopes = scopes }

    /// - Throws: `InvalidValue` for more than 64 scopes, one longer than 256 bytes, or a character outside of
    ///   RFC 6749 §3.3 (`%x21 / %x23-5B / %x5D-7E`).
    package init(_ scopes: some Sequence<String>) throws(InvalidValue) { try self.init(Array(scopes)) }

    package init(_ scopes: [String]) throws(InvalidValue) {
        var isInOrder = true
        for place in scopes.indices {
            guard Self.isScopeToken(scopes[place]) else {
                throw InvalidValue(
                    field: "scope",
                    problem: "holds a character outside of RFC 6749 section 3.3, or is empty or too long")
            }
            if place > 0, scopes[place - 1] >= scopes[place] { isInOrder = false }
        }
        // What is stored is a set already, and is read far more often than another.
        let all = isInOrder ? scopes : Set(scopes).sorted()
        guard all.count <= Limits.scopes else {
            throw InvalidValue(field: "scopes", problem: "are more than \(Limits.scopes)")
        }
        self.scopes = all
    }

    /// Reads the space-separated form of RFC 6749 §3.3.
    package init(spaceSeparated text: String) throws(InvalidValue) {
        try self.init(Self.words(of: text))
    }

    package var isEmpty: Bool { scopes.isEmpty }
    package var spaceSeparated: String { scopes.joined(separator: " ") }

    package func isSubset(of other: ScopeSet) -> Bool { missing(from: other).isEmpty }

    package func intersection(_ other: ScopeSet) -> ScopeSet {
        ScopeSet(sorted: scopes.filter { other.scopes.contains($0) })
    }

    /// The scopes of this set that the other does not hold.
    package func missing(from other: ScopeSet) -> [String] {
        scopes.filter { !other.scopes.contains($0) }
    }

    /// By bytes: finding characters first costs more than all the rest.
    private static func words(of text: String) -> [String] {
        let bytes = text.utf8.span
        var (words, start): ([String], Int) = ([], 0)
        for place in 0...bytes.count where place == bytes.count || bytes[place] == UInt8(ascii: " ") {
            if place > start {
                bytes.extracting(start..<place).withUnsafeBufferPointer {
                    words.append(String(decoding: $0, as: UTF8.self))
                }
            }
            start = place + 1
        }
        return words
    }

    private static func isScopeToken(_ scope: String) -> Bool {
        let bytes = scope.utf8.span
        if bytes.isEmpty || bytes.count > Limits.scopeBytes { return false }
        for place in bytes.indices {
            let byte = bytes[place]
            if byte <= 0x20 || byte >= 0x7F || byte == 0x22 || byte == 0x5C { return false }
        }
        return true
    }
}
