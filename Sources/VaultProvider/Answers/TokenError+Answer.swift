import VaultCore
import VaultFetchWire
import VaultJSON

extension TokenError {
    private static let claimsBytes = 4096

    /// - Parameter map: whose sentences are recognised; of others nothing is kept.
    init(_ members: any AnswerMembers, _ map: ErrorMap) {
        code = Self.word("error", members)
        subcode = Self.word("suberror", members) ?? Self.word("error_subtype", members)
        numbers = members.integers("error_codes")
        sentence = Self.sentence(members, map)
        claims = Self.challenge(members.text("claims"))
    }

    private static func sentence(_ members: any AnswerMembers, _ map: ErrorMap) -> ErrorMeaning? {
        guard !map.sentences.isEmpty, let text = members.text("error_description") else { return nil }
        return map.sentences[text.lowercased()]
    }

    private static func word(_ name: String, _ members: any AnswerMembers) -> ProviderErrorCode? {
        members.text(name).flatMap { ProviderErrorCode($0) }
    }

    /// It goes to the caller and from there into a browser's address, so it has to be what it says it is.
    private static func challenge(_ text: String?) -> String? {
        guard let text, text.utf8.count <= claimsBytes, JSONAnswer(WipedBytes(copying: Array(text.utf8))) != nil else {
            return nil
        }
        return text
    }
}
