import VaultCore

/// Who an account is.
extension ObjectSpec {
    static let identity = ObjectSpec(
        "identity",
        [
            MemberSpec("rules", .list("identity_rule"), .required),
            MemberSpec("groups", .list("identity_group"), .optional),
        ])

    static let identityRule = ObjectSpec(
        "identity_rule",
        [
            MemberSpec("by", .choice(IdentityWord.allCases.map(\.rawValue)), .required),
            MemberSpec("providers", .words("array of provider names, or `\"*\"`"), .required),
            MemberSpec("claim", .text(maximumBytes: 128), .optional),
            MemberSpec("value", .text(maximumBytes: 512), .optional),
            MemberSpec("domains", .words("array of domains"), .optional),
            MemberSpec("accounts", .words("object of identifier → subject"), .optional),
            MemberSpec("subject", .text(maximumBytes: Limits.subjectBytes), .optional),
            MemberSpec("roles", .words("array of roles"), .optional),
            MemberSpec("allow_second_account", .bool, .defaulted("false")),
        ])

    static let identityGroup = ObjectSpec(
        "identity_group",
        [
            MemberSpec("providers", .words("array of provider names, or `\"*\"`"), .required),
            MemberSpec("claim", .text(maximumBytes: 128), .defaulted("\"groups\"")),
            MemberSpec("group", .text(maximumBytes: 512), .required),
            MemberSpec("roles", .words("array of roles"), .required),
        ])
}

/// The kinds of `IdentityRule`, and which members each has.
enum IdentityWord: String, CaseIterable {
    case claim
    case emailLocalPart = "email_local_part"
    case table
    case guest

    var needed: [String] {
        switch self {
        case .claim: ["claim", "subject"]
        case .emailLocalPart: ["domains", "subject"]
        case .table: ["accounts"]
        case .guest: ["subject"]
        }
    }

    /// Beside those, and beside what every rule has.
    var possible: [String] {
        switch self {
        case .claim: ["value", "allow_second_account"]
        case .emailLocalPart: ["allow_second_account"]
        case .table: ["claim"]
        case .guest: []
        }
    }

    static let particular = ["claim", "value", "domains", "accounts", "subject", "allow_second_account"]
}
