/// The error words that a provider uses, and what each comes to. A word that is not here condemns nothing.
package struct ErrorMap: Hashable, Sendable {
    /// `error` (RFC 6749 §5.2).
    package var codes: [String: ErrorMeaning]
    /// A second word beside it: `suberror` of Entra, `error_subtype` of Google.
    package var subcodes: [String: ErrorMeaning]
    /// `error_codes` of Entra.
    package var numbers: [Int64: ErrorMeaning]
    /// Whole sentences in `error_description`, in small letters, for providers that say the cause nowhere else.
    package var sentences: [String: ErrorMeaning]

    package init(
        codes: [String: ErrorMeaning] = [:], subcodes: [String: ErrorMeaning] = [:],
        numbers: [Int64: ErrorMeaning] = [:], sentences: [String: ErrorMeaning] = [:]
    ) {
        self.codes = codes
        self.subcodes = subcodes
        self.numbers = numbers
        self.sentences = sentences
    }

    package var isEmpty: Bool { codes.isEmpty && subcodes.isEmpty && numbers.isEmpty && sentences.isEmpty }

    /// Both; where they differ about a word, the other is right.
    package func adding(_ other: ErrorMap) -> ErrorMap {
        ErrorMap(
            codes: codes.merging(other.codes) { $1 }, subcodes: subcodes.merging(other.subcodes) { $1 },
            numbers: numbers.merging(other.numbers) { $1 }, sentences: sentences.merging(other.sentences) { $1 })
    }
}
