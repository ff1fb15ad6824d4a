import VaultCore

/// Clients, and what they may do.
extension ObjectSpec {
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
