/// How an API wants an access token to be shown (RFC 6749 §7.1), in the words of the answers of providers and vault.
package enum TokenType: String, CaseIterable, Sendable {
    /// Whoever has it may use it (RFC 6750).
    case bearer = "Bearer"
    /// Good only with a proof for each use, by the key that it is bound to (RFC 9449).
    case dpop = "DPoP"
}
