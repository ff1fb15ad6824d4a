import VaultCore

/// Providers and clients.
extension ObjectSpec {
    static let provider = ObjectSpec(
        "provider",
        [
            MemberSpec("issuer", .url, .optional),
            MemberSpec("token_endpoint", .url, .optional),
            MemberSpec("revocation_endpoint", .url, .optional),
            MemberSpec("client_id", .text(maximumBytes: 512), .required),
            MemberSpec(
                "client_authentication", .choice(ClientAuthentication.allCases.map(\.rawValue)),
                .defaulted("\"client_secret_basic\"")),
            MemberSpec("client_secret", .object("client_secret"), .optional),
            MemberSpec("basic_is_raw", .bool, .defaulted("false")),
            MemberSpec("ca_file", .path(maximumBytes: 4095), .optional),
            MemberSpec("rotation", .choice(RotationWord.allCases.map(\.rawValue)), .required),
            MemberSpec("rotation_grace", .duration(1_000...86_400_000, step: 1_000), .optional),
            MemberSpec("narrowing", .choice(NarrowingRule.allCases.map(\.rawValue)), .defaulted("\"lineage\"")),
            MemberSpec("default_expires_in", .duration(1_000...604_800_000, step: 1_000), .defaulted("\"5m\"")),
            MemberSpec("answer_form", .choice(AnswerForm.allCases.map(\.rawValue)), .defaulted("\"json\"")),
            MemberSpec("deadline", .duration(100...120_000, step: 1), .defaulted("\"10s\"")),
            MemberSpec("extra_parameters", .words("object of name → text"), .defaulted("{}")),
        ])

    static let client = ObjectSpec(
        "client",
        [
            MemberSpec("match", .list("match"), .required),
            MemberSpec("allow", .list("rule"), .required),
            MemberSpec("limits", .object("client_limits"), .optional),
        ])

    static let clientLimits = ObjectSpec(
        "client_limits",
        [
            MemberSpec("calls_per_second", .integer(1...1_000_000), .optional),
            MemberSpec("burst", .integer(1...1_000_000), .optional),
            MemberSpec("subject_calls_per_second", .integer(1...1_000_000), .optional),
            MemberSpec("subjects_per_hour", .integer(1...1_000_000), .optional),
            MemberSpec("in_flight", .integer(1...65_536), .optional),
        ])

    static let match = ObjectSpec(
        "match",
        [
            MemberSpec("user", .text(maximumBytes: 255), .optional),
            MemberSpec("uid", .integer(0...4_294_967_294), .optional),
            MemberSpec("group", .text(maximumBytes: 255), .optional),
            MemberSpec("gid", .integer(0...4_294_967_294), .optional),
            MemberSpec("executable", .path(maximumBytes: 4095), .optional),
            MemberSpec("executable_sha256", .text(maximumBytes: 64), .optional),
            MemberSpec("systemd_unit", .text(maximumBytes: 255), .optional),
        ])

    static let rule = ObjectSpec(
        "rule",
        [
            MemberSpec("methods", .words("array of method names"), .required),
            MemberSpec("providers", .words("array of provider names, or `\"*\"`"), .required),
            MemberSpec("subjects", .words("array of subjects, or `\"*\"`"), .defaulted("\"*\"")),
            MemberSpec("scopes", .words("array of scopes"), .optional),
            MemberSpec("full_token", .bool, .defaulted("false")),
            MemberSpec("max_token_life", .duration(1_000...31_536_000_000, step: 1_000), .optional),
            MemberSpec("require_acr", .words("array of `acr` values"), .optional),
            MemberSpec("require_amr", .words("array of `amr` values"), .optional),
            MemberSpec("max_auth_age", .duration(1_000...31_536_000_000, step: 1_000), .optional),
            MemberSpec("require_session", .bool, .defaulted("false")),
            MemberSpec("require_role", .words("array of roles"), .optional),
        ])
}
