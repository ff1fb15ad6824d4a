import VaultCore

extension MethodTable {
    static let identityParameters = [
        Field("provider", .name, required: true, "where the user signed in: its name in the configuration"),
        Field(
            "claims", .anyObject, required: true,
            "what the provider says of the user, with `sub`, verified by the caller: the claims of the identity token; "
                + "up to \(Limits.identityClaimsBytes) bytes, neither stored nor logged"),
    ]

    static let identityResolve = MethodEntry(
        .identityResolve,
        "tells which subject an account of a provider is, and its roles, by the rules of the configuration; remembers it",
        params: identityParameters,
        result: [
            Field("subject", .text(maximumBytes: Limits.subjectBytes), required: true, "who it is"),
            Field(
                "roles", .list(of: .text(maximumBytes: Limits.roleBytes), upTo: Limits.roles), required: true,
                "of the rule and of all groups that it is in: for session.create"),
            Field(
                "rule", .text(maximumBytes: 64), required: true,
                "the rule that decided, as messages about the configuration name it"),
        ],
        errors: [.notFound, .sealed],
        isRepeatable: true,
        example: (
            #"{"provider":"entra","claims":{"sub":"AAAAb3","email":"alice@example.org","email_verified":true,"groups":["platform"]}}"#,
            #"{"subject":"user:default/alice","roles":["operator"],"rule":"identity.rules[1]"}"#
        ))

    static let identityForget = MethodEntry(
        .identityForget,
        "forgets which accounts are a subject, so that the next one that the rules map to it may be it",
        params: [
            Field("subject", .text(maximumBytes: Limits.subjectBytes), required: true, "whose accounts"),
            Field("provider", .name, "only those at this provider"),
        ],
        result: [Field("forgotten", .integer(1...Int64.max), required: true, "how many accounts")],
        errors: [.notFound, .sealed],
        isRepeatable: false,
        example: (#"{"subject":"user:default/alice","provider":"github"}"#, #"{"forgotten":1}"#))
}
