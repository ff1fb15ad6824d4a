import VaultCommandLine

/// What the command that gathers for a fault report takes.
extension CommandSpec {
    static let debugBundle = CommandSpec(
        "debug bundle", summary: "Gather what a fault report needs into one tar file.",
        details: [
            "Health, findings of 'vaultctl doctor', metrics, providers, keys, seal, clients that are connected, the newest audit records and, where "
                + "the configuration can be read here, the effective entry of each provider. No secret is among it. Subjects are: they "
                + "are personal data, and --redact puts pseudonyms in their place.",
            "The file is made with mode 0600; what stands there is not touched. What could not be had stands in manifest.json.",
        ],
        options: [
            .flag("redact", help: "Pseudonyms for subjects and accounts, the same in all of the bundle."),
            .flag("quick", help: "Neither verify the audit log nor ask the providers."),
            .value(
                "records", "N", short: "n",
                help: "Of the audit log, the newest; at most 500, which is what is taken unless given."),
            .value(
                "config", "FILE", help: "The configuration file; \(VaultctlProgram.defaultConfiguration) unless given."),
        ],
        positionals: [PositionalSpec("file", help: "Where to write it; nothing may stand there.")],
        examples: [Example("for somebody else to look at", "vaultctl debug bundle --redact vaultd-debug.tar")])
}
