extension ErrorMap {
    /// The words of the RFCs and of OpenID Connect; every provider is read with them.
    package static let standard = ErrorMap(codes: [
        // RFC 6749 §5.2; `invalid_request` is left out: it says nothing about the token.
        "invalid_grant": .refused, "invalid_client": .client, "unauthorized_client": .client,
        "unsupported_grant_type": .client, "invalid_scope": .scope,
        // RFC 6749 §4.1.2.1, seen at token endpoints too.
        "server_error": .later, "temporarily_unavailable": .later,
        // OpenID Connect Core §3.1.2.6, RFC 9470 §3.
        "interaction_required": .stepUp, "login_required": .stepUp, "account_selection_required": .stepUp,
        "insufficient_user_authentication": .stepUp, "consent_required": .consent,
        // RFC 8628 §3.5, RFC 9449 §8, RFC 6750 §3.1.
        "expired_token": .refused, "slow_down": .tooMany, "invalid_dpop_proof": .client, "use_dpop_nonce": .client,
        "invalid_token": .refused,
    ])

    /// The standard's words and those of all presets that no two of them mean differently: for a provider that is not known.
    package static let common: ErrorMap = {
        var all = ErrorMap()
        var disputed = ErrorMap()
        for map in ProviderPreset.all.flatMap(\.errors).map(\.value) {
            disputed = disputed.adding(all.contradicted(by: map))
            all = all.adding(map)
        }
        return all.removing(disputed).adding(standard)
    }()

    /// Those of these words that the other has with another meaning.
    private func contradicted(by other: ErrorMap) -> ErrorMap {
        ErrorMap(
            codes: Self.differing(codes, other.codes), subcodes: Self.differing(subcodes, other.subcodes),
            numbers: Self.differing(numbers, other.numbers))
    }

    private static func differing<Word>(
        _ these: [Word: ErrorMeaning], _ those: [Word: ErrorMeaning]
    ) -> [Word: ErrorMeaning] {
        these.filter { word, meaning in those[word].map { $0 != meaning } ?? false }
    }

    /// Sentences are a provider's own, and left out.
    private func removing(_ other: ErrorMap) -> ErrorMap {
        ErrorMap(
            codes: codes.filter { other.codes[$0.key] == nil },
            subcodes: subcodes.filter { other.subcodes[$0.key] == nil },
            numbers: numbers.filter { other.numbers[$0.key] == nil })
    }
}
