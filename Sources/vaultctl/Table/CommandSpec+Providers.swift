import VaultCommandLine

/// What the commands on providers take.
extension CommandSpec {
    static let providerList = CommandSpec(
        "provider list", summary: "List the providers of the configuration.",
        examples: [Example("with what they do to refresh tokens", "vaultctl provider list")])

    static let providerShow = CommandSpec(
        "provider show",
        summary: "Tell what a provider's entry in a configuration file comes to, and where each value is from.",
        details: [
            "No daemon is asked: the file is read as vaultd reads it, so that it can be looked at before it is in force. Every value is "
                + "the configuration's, its preset's, or the vault's own default; of a secret only the source is told.",
            "A preset's value that its provider does not document is marked as unverified. Where each fact is from: --sources, and "
                + "Docs/providers.md.",
        ],
        options: [
            .value(
                "config", "FILE", help: "The configuration file; \(VaultctlProgram.defaultConfiguration) unless given."),
            .flag("sources", help: "Show where the preset's facts are from."),
        ],
        positionals: [PositionalSpec("provider", help: "The provider's name in the configuration.")],
        examples: [
            Example("what does the preset say?", "vaultctl provider show github"),
            Example("before the file is in force", "vaultctl provider show github --config new.json5 --json"),
        ])

    static let providerTest = CommandSpec(
        "provider test", summary: "Test a registration: discovery, TLS, clock, and whether the client is accepted.",
        details: [
            "The client's secret or key is tried with a refresh token that is made up, and once more with a wrong one, to see whether "
                + "the provider notices; no token of anybody is sent. Works on the admin socket only. Exit 1 when something should be "
                + "corrected."
        ],
        positionals: [PositionalSpec("provider", help: "The provider's name in the configuration.")],
        examples: [Example("after a change of the configuration", "vaultctl provider test entra")])
}
