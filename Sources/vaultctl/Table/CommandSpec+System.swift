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

    static let metrics = CommandSpec(
        "metrics", summary: "Print the metrics as Prometheus reads them.",
        details: [
            "What each means stands in Docs/metrics.md. Answered also while the vault is sealed.",
            "With --json: the same text as member 'text', with its 'content_type'.",
        ],
        examples: [
            Example("look at them", "vaultctl metrics"),
            Example("for a program that wants the content type, too", "vaultctl metrics --json"),
        ])

    static let version = CommandSpec(
        "version", summary: "Print the version of vaultctl and of the protocol that it speaks.",
        details: ["Connects to nobody; 'vaultctl status' tells the daemon's version."],
        examples: [Example("for a program", "vaultctl version --json")])
}
