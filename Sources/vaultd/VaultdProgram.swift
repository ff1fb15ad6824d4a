import VaultCommandLine

/// The daemon's command line as one table: parsing, help and reference come from it.
enum VaultdProgram {
    enum Command: String {
        case serve
        case check
        case initialize = "init"
        case version
    }

    private static let config = OptionSpec.value(
        "config", "FILE", short: "c", help: "The configuration file (JSON5).", environment: "VAULTD_CONFIG",
        isRequired: true)

    static let spec = ProgramSpec(
        "vaultd", summary: "Keeps refresh tokens sealed, hands out short-lived access tokens.",
        commands: [
            CommandSpec(
                "serve", summary: "Run the vault in the foreground.",
                details: [
                    "SIGTERM drains: no new work is taken, refreshes in flight finish or stay in the journal, exit 0.",
                    "SIGHUP reads the configuration again and reopens the audit log; no connection is dropped.",
                    "Under a service manager it speaks sd_notify and takes its sockets from LISTEN_FDS, where they are "
                        + "named 'workload' and 'admin'.",
                ],
                options: [config],
                examples: [Example("run it", "vaultd serve --config /etc/vaultd/vaultd.json5")]),
            CommandSpec(
                "check", summary: "Check the configuration, the files it names and the store; change nothing.",
                details: [
                    "Exit 0: fit to serve; 1: problems, each with its place; 6: the seal key does not open the store."
                ],
                options: [
                    config,
                    .flag("deep", help: "Also read the whole store and open every sealed value in it."),
                    .flag("json", help: "Print the problems as JSON."),
                ],
                examples: [
                    Example("before a reload", "vaultd check --config /etc/vaultd/vaultd.json5"),
                    Example("after a disk error", "vaultd check --config vaultd.json5 --deep"),
                    Example("in a script", "vaultd check --config vaultd.json5 --json"),
                ]),
            CommandSpec(
                "init", summary: "Make the seal key file and the store that the configuration names.",
                details: [
                    "Makes what is not there and never overwrites: the seal key file (mode 0400) if the seal key comes from a "
                        + "file, the store, and in it master key version 1.",
                    "Keep a copy of the seal key away from this machine: without it nothing in the store can be opened.",
                ],
                options: [config],
                examples: [Example("once, before the first start", "vaultd init --config /etc/vaultd/vaultd.json5")]),
            CommandSpec("version", summary: "Print the version."),
        ],
        examples: [
            Example("make key and store", "vaultd init --config vaultd.json5"),
            Example("look for mistakes", "vaultd check --config vaultd.json5"),
            Example("run", "vaultd serve --config vaultd.json5"),
        ])
}
