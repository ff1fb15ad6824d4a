import VaultCore

/// Providers: what a preset says may be left out, and anything that it says may be said otherwise.
extension ObjectSpec {
    static let provider = ObjectSpec(
        "provider",
        [
            MemberSpec("preset", .words("name of a [preset](providers.md)"), .optional),
            MemberSpec("placeholders", .words("object of name → text"), .optional),
            MemberSpec("issuer", .url, .optional),
            MemberSpec("token_endpoint", .url, .optional),
            MemberSpec("revocation_endpoint", .url, .optional),
            MemberSpec("revocation", .choice(RevocationStyle.allCases.map(\.rawValue)), .defaulted("\"rfc7009\"")),
            MemberSpec("client_id", .text(maximumBytes: 512), .required),
            MemberSpec(
                "client_authentication", .choice(ClientAuthentication.allCases.map(\.rawValue)),
                .defaulted("\"client_secret_basic\"")),
            MemberSpec(
                "client_secret",
                .words("object, see [client_secret](#client_secret), or array of 1 to \(ProviderSettings.mostSecrets)"),
                .optional),
            MemberSpec("private_key", .object("private_key"), .optional),
            MemberSpec("key_id", .text(maximumBytes: 255), .optional),
            MemberSpec("assertion_audience", .text(maximumBytes: 2048), .defaulted("\"token_endpoint\"")),
            MemberSpec("dpop", .bool, .defaulted("false")),
            MemberSpec("basic_is_raw", .bool, .defaulted("false")),
            MemberSpec("ca_file", .path(maximumBytes: 4095), .optional),
            MemberSpec("rotation", .choice(RotationWord.allCases.map(\.rawValue)), .optional),
            MemberSpec("rotation_grace", .duration(1_000...86_400_000, step: 1_000), .optional),
            MemberSpec("narrowing", .choice(NarrowingRule.allCases.map(\.rawValue)), .defaulted("\"lineage\"")),
            MemberSpec("default_expires_in", .duration(1_000...604_800_000, step: 1_000), .defaulted("\"5m\"")),
            MemberSpec("absolute_life", life, .optional),
            MemberSpec("idle_life", life, .optional),
            MemberSpec("keep_alive", life, .defaulted("\"0s\"")),
            MemberSpec("refresh_ahead", .duration(0...86_400_000, step: 1_000), .defaulted("\"0s\"")),
            MemberSpec("issuance_cap", .integer(0...1_000_000), .optional),
            MemberSpec("request_form", .choice(RequestForm.allCases.map(\.rawValue)), .defaulted("\"form\"")),
            MemberSpec("answer_form", .choice(AnswerForm.allCases.map(\.rawValue)), .defaulted("\"json\"")),
            MemberSpec("tokens_in", .text(maximumBytes: 64), .optional),
            MemberSpec("success_member", .text(maximumBytes: 64), .optional),
            MemberSpec("scope_separator", .choice(ScopeSeparator.allCases.map(\.rawValue)), .defaulted("\"space\"")),
            MemberSpec("errors", .words("object of error code → outcome"), .defaulted("{}")),
            MemberSpec("deadline", .duration(100...120_000, step: 1), .defaulted("\"10s\"")),
            MemberSpec("limits", .object("provider_limits"), .optional),
            MemberSpec("extra_parameters", .words("object of name → text"), .defaulted("{}")),
        ])

    static let providerLimits = ObjectSpec(
        "provider_limits",
        [
            MemberSpec(
                "requests_per_second", .integer(1...100_000), .defaulted("\(ProviderLimits().requestsPerSecond)")),
            MemberSpec("burst", .integer(1...100_000), .optional),
            MemberSpec("in_flight", .integer(1...256), .defaulted("\(ProviderLimits().inFlight)")),
        ])

    /// Of a refresh token; 0 for none.
    private static let life = MemberType.duration(0...315_360_000_000, step: 1_000)
}
