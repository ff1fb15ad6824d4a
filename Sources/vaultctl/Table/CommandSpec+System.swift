import VaultCommandLine

/// What the other commands take.
extension CommandSpec {
    static let status = CommandSpec(
        "status", summary: "Tell whether the vault is fit to serve.",
        details: [
            "Exit 0: it is; 1: it serves, but an operator should look; 6: it is sealed; 7: nobody answers. With --ready, 0 also where it "
                + "serves and an operator should look, such as when one provider is down.",
            "Where the audit log, the master key and the backups stand is told on the admin socket, to clients that may call audit.status "
                + "and system.diagnose. With --quiet nothing but system.health is asked.",
        ],
        options: [.flag("ready", help: "End with 0 whenever callers may be sent to it: for readiness probes.")],
        examples: [
            Example("look", "vaultctl status"),
            Example("in a health check", "vaultctl status --quiet --timeout 2s"),
            Example("in a readiness probe", "vaultctl status --quiet --ready --timeout 2s"),
        ])

    static let doctor = CommandSpec(
        "doctor", summary: "Look for what should be put right, and tell how.",
        details: [
            "The daemon looks at its configuration file and the files that it names, the room on its disks, its memory, the clock, "
                + "descriptors, the age of its master key and its backups; then its audit log is verified, and each provider is asked as by "
                + "'vaultctl provider test'. Where no daemon runs, use 'vaultd check'.",
            "Exit 1: something fails. Warnings alone end with 0. With --quiet only what is not well is printed.",
        ],
        options: [
            .flag("quick", help: "Neither verify the audit log nor ask the providers.")
        ],
        examples: [
            Example("look", "vaultctl doctor"),
            Example("from a timer", "vaultctl doctor --quick --quiet"),
        ])

    static let top = CommandSpec(
        "top", summary: "Watch what the vault does, live.",
        details: [
            "Rates and latencies are those between two looks; the first screen shows those since the daemon's start. A latency beyond the "
                + "longest that is told apart stands with '>'. q or Ctrl-C ends it. It needs system.health and system.metrics.",
            "With --once, or --json, it looks twice, an interval apart, prints that, and ends.",
        ],
        options: [
            .value("interval", "DURATION", short: "n", help: "Between two looks, such as 500ms; 2s unless given."),
            .flag("once", help: "Print one screen, as long as it is, and end."),
        ],
        examples: [
            Example("watch", "vaultctl top"),
            Example("rates of ten seconds, for a program", "vaultctl top --json --interval 10s"),
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
