import VaultCore

extension MethodTable {
    static let policyExplain = MethodEntry(
        .policyExplain,
        "tells what the policy in force would say to a call, and by which rule; nothing is called",
        params: [
            Field("client", .name, required: true, "who would call: a client's name in the configuration"),
            Field("method", .word(Method.allCases.map(\.rawValue)), required: true, "what it would call"),
            Field(
                "socket", .word(SocketRole.allCases.map(\.rawValue)),
                "by which socket; left out: the one that offers the method"),
            Field("provider", .name, "for which provider; left out: whether there is any"),
            Field(
                "subject", .text(maximumBytes: Limits.subjectBytes), "for whose grant; left out: whether there is any"),
            Field(
                "scopes", .list(of: .text(maximumBytes: Limits.scopeBytes), upTo: Limits.scopes),
                "which scopes it would ask for"),
        ],
        result: [
            Field("allowed", .bool, required: true, "whether the call would be allowed"),
            Field("reason", .word(DenyReason.allCases.map(\.rawValue)), "why not"),
            Field(
                "rule", .text(maximumBytes: 256), "the rule that decides, as messages about the configuration name it"),
            Field(
                "scopes", .list(of: .text(maximumBytes: Limits.scopeBytes), upTo: Limits.scopes),
                "what the rule lets the client have at most; absent: all that a grant has"),
            Field("full_token", .bool, "whether a token for more may stand in where the provider cannot narrow one"),
            Field("max_token_life", .integer(1...Int64.max), "seconds that a token may have left at most"),
            Field(
                "require_acr", .list(of: .text(maximumBytes: Limits.acrBytes), upTo: nil),
                "the grant must come of a sign-in of one of these classes"),
            Field(
                "require_amr", .list(of: .text(maximumBytes: Limits.amrBytes), upTo: nil),
                "it must have used all of these methods"),
            Field("max_auth_age", .integer(1...Int64.max), "seconds since it, at most"),
            Field("require_session", .bool, "true where the call must be made in a session of the user"),
            Field(
                "require_role", .list(of: .text(maximumBytes: Limits.roleBytes), upTo: Limits.roles),
                "the session must have one of these roles"),
            Field(
                "scopes_beyond", .list(of: .text(maximumBytes: Limits.scopeBytes), upTo: Limits.scopes),
                "of the scopes that were asked about, those that the rule does not give"),
        ],
        isRepeatable: true,
        example: (
            #"{"client":"catalog","method":"token.get","provider":"github","subject":"user:default/alice","scopes":["gist"]}"#,
            #"{"allowed":false,"reason":"scope_exceeded","rule":"clients.catalog.allow[1]","scopes":["repo"],"#
                + #""full_token":false,"scopes_beyond":["gist"]}"#
        ))
}
