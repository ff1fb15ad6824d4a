import VaultCore

/// How a provider's answers are built, as its entry says.
struct AnswerShape {
    var form = AnswerForm.json
    /// The member that holds the tokens where the answer itself has none.
    var tokensIn: String?
    /// The member that is false in an error, whatever the status.
    var successMember: String?
    var scopeSeparator = ScopeSeparator.space
    /// Seconds.
    var defaultExpiresIn: Int64 = 300
    var errors = ErrorMap.common
}

extension AnswerShape {
    init(_ provider: ProviderSettings) {
        self.init(
            form: provider.answerForm, tokensIn: provider.tokensIn, successMember: provider.successMember,
            scopeSeparator: provider.scopeSeparator, defaultExpiresIn: provider.defaultExpiresInSeconds,
            errors: provider.errors)
    }
}
