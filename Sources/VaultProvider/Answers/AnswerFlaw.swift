/// What is wrong with a body that is neither tokens nor an OAuth error.
enum AnswerFlaw: Hashable, Sendable {
    case empty
    /// Not in the form that the entry names: HTML, a cut text, a name twice, too much of something.
    case malformed
    /// It has an access token, but one of the tokens breaks a rule.
    case badTokens
    /// Well-formed, and neither tokens nor an error.
    case neither
}
