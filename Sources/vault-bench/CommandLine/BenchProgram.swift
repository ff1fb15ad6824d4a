import VaultCommandLine

/// The command line as a table: parser, help and tests read this one.
enum BenchProgram {
    static let spec = ProgramSpec(
        "vault-bench", summary: "measures the vault against the machine's own limits",
        commands: [
            CommandSpec(
                "", summary: "",
                details: [
                    "Every ratio is to a yardstick that runs in turn with it: a bare epoll server, bare SQLite, bare "
                        + "libsodium, Redis. Scenarios: " + Scenarios.names.joined(separator: ", ")
                        + "; without any, all of them. The programs are taken from the folder of this one; use a release "
                        + "build.",
                    "Exit codes: 0 done, 1 a run failed or, with --smoke, a goal was missed, 2 wrong usage.",
                ],
                options: options,
                positionals: [
                    PositionalSpec("scenario", help: "What to measure.", isRequired: false, repeats: true)
                ],
                examples: [
                    Example("Everything, as a table", "vault-bench"),
                    Example("One scenario, more pairs", "vault-bench token-get --rounds 31"),
                    Example("Under a policy of two rules", "vault-bench token-get --rules 2"),
                    Example("A rotation of a million grants", "vault-bench rotation --grants 1000000"),
                    Example("Look-ups among a million sessions", "vault-bench session-lookup --sessions 1000000"),
                    Example("A short run for CI", "vault-bench --smoke"),
                    Example("On a machine that has other work", "nice -n -15 vault-bench"),
                ])
        ])

    private static let options: [OptionSpec] = [
        .flag("json", help: "Print one line of JSON instead of a table."),
        .flag("quick", help: "Five pairs of shorter runs instead of seven."),
        .flag(
            "smoke",
            help: "Three pairs of very short runs; goals have slack, and a missed one ends with exit code 1."),
        .value("rounds", "N", help: "Pairs of runs, 1 to 99."),
        .value(
            "grants", "N",
            help:
                "Grants that are stored where their number matters (default 100000 for writers and rotation, 1000000 for "
                + "cold tokens, memory, start and growth; fewer with --quick and --smoke), written straight into the store's "
                + "file before the daemon runs: a million take some 30 s and 2 GB in the folder."),
        .value(
            "sessions", "N",
            help:
                "Sessions that are stored where session-lookup asks for 10,000 of them (default 100000, with --smoke 2000), written "
                + "in the same way."),
        .value(
            "rules", "N",
            help:
                "Rules of the policy in force (default 1000, at most \(BenchPolicy.mostRules)): half of them other clients', the rest "
                + "about other methods and subjects."),
        .value("folder", "PATH", help: "Where stores and sockets are made for the run (default /tmp)."),
    ]
}
