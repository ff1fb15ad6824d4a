import VaultCommandLine

/// What the other commands take.
extension CommandSpec {
    static let status = CommandSpec(
        "status", summary: "Tell whether the vault is fit to serve.",
        details: ["Exit 0: it is; 1: it serves, but an operator should look; 6: it is sealed; 7: nobody answers."],
        examples: [
            Example("look", "vaultctl status"),
            Example("in a health check", "vaultctl status --quiet --timeout 2s"),
        ])

    static let ping = CommandSpec(
        "ping", summary: "Ask the daemon for a sign of life.",
        details: ["Open to everyone who may connect to the socket."],
        examples: [Example("wait at most a second", "vaultctl ping --timeout 1s")])

    static let providerList = CommandSpec(
        "provider list", summary: "List the providers of the configuration.",
        examples: [Example("with what they do to refresh tokens", "vaultctl provider list")])

    static let providerTest = CommandSpec(
        "provider test", summary: "Ask a provider for its metadata and tell what should be corrected.",
        details: ["No token is sent. Works on the admin socket only. Exit 1 when something should be corrected."],
        positionals: [PositionalSpec("provider", help: "The provider's name in the configuration.")],
        examples: [Example("after a change of the configuration", "vaultctl provider test entra")])

    static let version = CommandSpec(
        "version", summary: "Print the version of vaultctl and of the protocol that it speaks.",
        details: ["Connects to nobody; 'vaultctl status' tells the daemon's version."],
        examples: [Example("for a program", "vaultctl version --json")])
}
