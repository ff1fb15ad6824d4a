import VaultCommandLine

/// What the command on the policy takes.
extension CommandSpec {
    static let policyCheck = CommandSpec(
        "policy check", summary: "Check a configuration file without a daemon.",
        details: [
            "The whole file is read as vaultd reads it, and every problem is told with its place, in the words of 'vaultd check'. "
                + "The files, keys and the store that it names are not looked at: 'vaultd check' does that on its machine.",
            "Names of users and groups are those of this machine. Exit 0: it can be used; 1: problems.",
        ],
        positionals: [PositionalSpec("file", help: "The configuration file (JSON5).")],
        examples: [
            Example("before it is handed in", "vaultctl policy check vaultd.json5"),
            Example("in a pipeline", "vaultctl policy check vaultd.json5 --json"),
        ])

    static let policyExplain = CommandSpec(
        "policy explain", summary: "Tell what the policy would say to a call, and which rule decides.",
        details: [
            "The policy in force is asked, by the function that decides the calls themselves; nothing is called. Whatever is "
                + "left out is not asked about: without --subject the answer is whether there is any.",
            "Exit 0: the call would be allowed; 3: denied. Works on the admin socket only. 'vaultd check' validates a changed "
                + "configuration before it is in force.",
        ],
        options: [
            .value("client", "NAME", help: "Who would call, by the name in the configuration. Needed."),
            .value("method", "METHOD", help: "What it would call, such as token.get. Needed."),
            .value("provider", "NAME", help: "For which provider."),
            .value("subject", "SUBJECT", help: "For whose grant, such as user:default/alice."),
            .value("scope", "SCOPE", help: "Which scopes it would ask for.", repeats: true),
            .value(
                "by-socket", "SOCKET", help: "By which socket; the one that offers the method unless given.",
                choices: ["workload", "admin"]),
        ],
        examples: [
            Example(
                "may the catalog have alice's repositories?",
                "vaultctl policy explain --client catalog --method token.get --provider github --subject user:default/alice --scope repo"
            )
        ])
}
