import VaultCommandLine

/// What the commands on delegations take.
extension CommandSpec {
    static let delegationCreate = CommandSpec(
        "delegation create",
        summary: "Let one client get tokens of a grant, for a time; print the secret that it redeems.",
        details: [
            "Never more than whoever runs this may have by 'token get' itself. The secret is printed once, on stdout, and cannot be "
                + "had again: only the client that is named can use it."
        ],
        options: [
            .value("account", "ID", help: "The user's identifier at the provider, where the user has several there."),
            .value("client", "NAME", help: "The client that may redeem it.", isRequired: true),
            .value("expires-in", "DURATION", help: "When it ends, such as 1h; up to 30d.", isRequired: true),
            .value("scope", "SCOPE", help: "For these scopes only; all that you may have unless given.", repeats: true),
            .flag("full", help: "Let a full token stand in where the provider cannot narrow one."),
            .value("max-uses", "N", help: "Good for so many tokens; as many as wanted unless given."),
            .value("purpose", "TEXT", help: "What it is for, for 'delegation list'."),
        ],
        positionals: [
            PositionalSpec(
                "grant-or-subject", help: "A grant's handle (vgr_...), or a user such as user:default/alice."),
            PositionalSpec("provider", help: "The provider's name; needed with a user.", isRequired: false),
        ],
        examples: [
            Example(
                "ten tokens within the hour, for one scope",
                "vaultctl delegation create user:default/alice github --client catalog --expires-in 1h --scope repo --max-uses 10"
            ),
            Example(
                "good once, with its id, for a program",
                "vaultctl delegation create vgr_5712m28m8tc411zdrabp --client catalog --expires-in 5m --max-uses 1 --json"
            ),
        ])

    static let delegationList = CommandSpec(
        "delegation list", summary: "List delegations; never their secrets.",
        options: [
            .value("grant", "HANDLE", help: "Only of this grant."),
            .value("subject", "SUBJECT", help: "Only of this user's grants."),
            .value("client", "NAME", help: "Only those that this client may redeem."),
            .value("limit", "N", short: "n", help: "At most so many; 1000 unless given."),
        ],
        examples: [
            Example("what a client was given", "vaultctl delegation list --client catalog"),
            Example(
                "ids alone, for a script",
                "vaultctl delegation list --subject user:default/alice --json | jq -r '.delegations[].id'"),
        ])

    static let delegationRevoke = CommandSpec(
        "delegation revoke", summary: "End a delegation: no token is given out by it any more.",
        details: ["Tokens that it gave out before live until they expire."],
        options: [.flag("delegation-stdin", help: "Read the secret from stdin instead of giving an id.")],
        positionals: [
            PositionalSpec("id", help: "The delegation's id (vdi_...).", isRequired: false)
        ],
        examples: [
            Example("by its id", "vaultctl delegation revoke vdi_5712m28m8tc411zdrabp"),
            Example("by a secret that was found", "vaultctl delegation revoke --delegation-stdin < found-secret"),
        ])
}
