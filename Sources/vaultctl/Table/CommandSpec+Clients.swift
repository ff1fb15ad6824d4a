import VaultCommandLine

/// What the command on connected clients takes.
extension CommandSpec {
    static let clientList = CommandSpec(
        "client list", summary: "List who is connected: each process, and which client it was recognised as.",
        details: [
            "A process with several connections is one line. MATCH is the set of selectors that decided, as messages about the "
                + "configuration name it; a process without one matched none and may do nothing but ping. The executable and the unit "
                + "are told where some selector had them looked up.",
            "Works on the admin socket only.",
        ],
        options: [
            .value("client", "NAME", help: "Only those recognised as this client."),
            .value("limit", "N", short: "n", help: "At most so many, up to 5000; 1000 unless given."),
        ],
        examples: [
            Example("look", "vaultctl client list"),
            Example("who is the catalog?", "vaultctl client list --client catalog --json"),
        ])
}
