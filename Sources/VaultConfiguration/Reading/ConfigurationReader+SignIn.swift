import VaultCore
import VaultJSON

/// What sign-in a rule requires.
extension ConfigurationReader {
    func signInTerms(_ object: ObjectReader) -> SignInTerms {
        SignInTerms(
            acr: object.member("require_acr").flatMap { words($0, "[\"phrh\"]", Self.checkedClass) },
            amr: object.member("require_amr").flatMap { words($0, "[\"mfa\"]", Authentication.checkedAMR) } ?? [],
            maximumAgeSeconds: object.duration("max_auth_age").map { $0 / 1000 })
    }

    /// Only a token is held back by it; what seems to guard more must not be believed to.
    func reportIdleSignIn(_ object: ObjectReader, _ methods: [Method]) {
        guard !methods.isEmpty, !methods.contains(where: \.releasesToken) else { return }
        for name in ["require_acr", "require_amr", "max_auth_age", "require_session", "require_role"] {
            object.member(name)?.report("has no effect here: no method of the rule gives out tokens, take it out")
        }
    }

    private func words(
        _ field: Field, _ example: String, _ check: (String) throws(InvalidValue) -> String
    ) -> [String]? {
        guard let words = field.texts("texts, such as \(example)") else { return nil }
        reportRepeated(words)
        if words.count > Limits.amrValues { field.report("must not have more than \(Limits.amrValues) values") }
        return words.compactMap { word in
            do throws(InvalidValue) {
                return try check(word.value.string ?? "")
            } catch {
                word.report("the \(error.field) \(error.problem)")
                return nil
            }
        }
    }

    /// The parameter `acr_values`, in which a client hands them to the provider, has spaces between two.
    private static func checkedClass(_ text: String) throws(InvalidValue) -> String {
        guard !text.utf8.contains(UInt8(ascii: " ")) else {
            throw InvalidValue(field: "acr", problem: "holds a space, which no provider could be asked for")
        }
        return try Authentication.checkedACR(text)
    }
}
