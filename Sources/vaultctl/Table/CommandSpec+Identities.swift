import VaultCommandLine

/// What the commands on identities take.
extension CommandSpec {
    static let identityExplain = CommandSpec(
        "identity explain", summary: "Tell which rule of a configuration file makes which user of an account.",
        details: [
            "No daemon is asked: the file is read as vaultd reads it, and its rules are asked in their order by the function that "
                + "answers identity.resolve. The claims are those of an identity token, as one JSON object; they are not kept.",
            "Whether another account has the subject already is known to the daemon alone, which would refuse then. "
                + "Exit 0: the account is a user; 3: it is nobody; 1: the file has problems.",
        ],
        options: [
            .value("provider", "NAME", help: "Where the user signs in.", isRequired: true),
            .value("claims", "FILE", help: "What the provider says of the user; - for stdin.", isRequired: true),
            .value(
                "config", "FILE", help: "The configuration file; \(VaultctlProgram.defaultConfiguration) unless given."),
        ],
        examples: [
            Example(
                "who would alice be?", "vaultctl identity explain --provider entra --claims alice.json"),
            Example(
                "from a pipe, before the file is in force",
                "vaultctl identity explain --provider entra --claims - --config new.json5"),
        ])

    static let identityForget = CommandSpec(
        "identity forget", summary: "Forget which accounts are a user, so that another one may be it.",
        details: [
            "The next account that the rules map to the subject is remembered in their place. Sessions and grants stay: end them "
                + "by 'session revoke-all' and 'grant revoke'. Works on the admin socket only."
        ],
        options: [.value("provider", "NAME", help: "Only accounts at this provider.")],
        positionals: [PositionalSpec("subject", help: "The user, such as user:default/alice.")],
        examples: [
            Example(
                "alice has a new account at github", "vaultctl identity forget user:default/alice --provider github")
        ])
}
