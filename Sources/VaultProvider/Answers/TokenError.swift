import VaultCore

/// The parts of an error answer (RFC 6749 §5.2 and what providers add) that rules may look at; none is free text.
struct TokenError: Hashable, Sendable {
    /// The server wants the nonce of its `DPoP-Nonce` header in the proof (RFC 9449 §8).
    static let nonceWanted = "use_dpop_nonce"

    /// Nil where the code is not a short plain word.
    var code: ProviderErrorCode?
    /// A second word: `suberror` of Entra, `error_subtype` of Google.
    var subcode: ProviderErrorCode?
    /// `error_codes` of Entra.
    var numbers: [Int64] = []
    /// What `error_description` comes to, where the provider says the cause there and nowhere else.
    var sentence: ErrorMeaning?
    /// The claims challenge for the next sign-in (OIDC Core §5.5), checked to be a JSON object.
    var claims: String?

    /// The code with what stands more precisely beside it, for whoever looks for the cause: Entra's number that the map knows, or
    /// else its first, or the second word. A number is no secret: it has nine digits at most.
    func reported(by map: ErrorMap) -> ProviderErrorCode? {
        let number = numbers.first { map.numbers[$0] != nil } ?? numbers.first
        var code = code
        code?.detail = number.flatMap { (0..<1_000_000_000).contains($0) ? "\($0)" : nil } ?? subcode?.text
        return code
    }
}
