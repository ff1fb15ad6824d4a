import VaultCore

/// What the body of a token answer says, before its status is looked at; made only of checked values.
enum TokenAnswer: Sendable {
    case tokens(RefreshedTokens)
    case error(TokenError)
    /// Nothing that may be used; the case tells whether the server seems to have minted something.
    case unusable(AnswerFlaw)
}
