import VaultCommandLine
import VaultCore

/// The values of a provider's entry as the configuration writes them; of a secret, only where it comes from.
enum MemberText {
    static func duration(_ seconds: Int64) -> String { DurationText.text(milliseconds: seconds * 1_000) }

    static func cap(_ cap: IssuanceCap) -> String { "\(cap.count) per \(cap.per)" }

    static func milliseconds(_ milliseconds: Int64) -> String { DurationText.text(milliseconds: milliseconds) }

    static func rotation(_ rule: RotationRule) -> String {
        let word: RotationWord =
            switch rule {
            case .none: .none
            case .rotates: .rotates
            case .rotatesWithGrace: .rotatesWithGrace
            case .oldStaysValid: .oldStaysValid
            case .revokesFamilyOnReuse: .revokesFamilyOnReuse
            }
        return word.rawValue
    }

    static func grace(_ rule: RotationRule) -> String? {
        guard case .rotatesWithGrace(let seconds) = rule else { return nil }
        return duration(seconds)
    }

    static func parameters(_ parameters: [String: String]) -> String {
        parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }

    static func limits(_ limits: ProviderLimits) -> String {
        let burst = limits.burst.map { ", burst \($0)" } ?? ""
        return "\(limits.requestsPerSecond) requests per second\(burst), \(limits.inFlight) in flight"
    }

    /// Of a command only the program: what stands behind it may be more than a name.
    static func source(_ source: SecretSource) -> String {
        switch source {
        case .file(let path): "file \(path)"
        case .credential(let name): "credential \(name)"
        case .environment(let variable): "environment \(variable)"
        case .command(let argv): "command \(argv.first ?? "")"
        }
    }

    /// In their order; nil for none.
    static func sources(_ sources: [SecretSource]) -> String? {
        sources.isEmpty ? nil : sources.map(source).joined(separator: ", ")
    }

    /// Each outcome with its words.
    static func errors(_ map: ErrorMap) -> String {
        ErrorMeaning.allCases.compactMap { meaning in
            let words =
                words(map.codes, meaning) { $0 } + words(map.subcodes, meaning) { $0 }
                + words(map.numbers, meaning) { "\($0)" } + words(map.sentences, meaning) { "\"\($0)\"" }
            return words.isEmpty ? nil : "\(meaning.rawValue): \(words.joined(separator: " "))"
        }.joined(separator: "; ")
    }

    private static func words<Word: Comparable & Hashable>(
        _ map: [Word: ErrorMeaning], _ meaning: ErrorMeaning, _ text: (Word) -> String
    ) -> [String] {
        map.filter { $0.value == meaning }.keys.sorted().map(text)
    }
}
