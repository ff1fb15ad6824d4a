import VaultCommandLine

/// The daemon's command line as one table: parsing, help and reference come from it.
enum VaultdProgram {
    enum Command: String {
        case serve
        case check
        case initialize = "init"
        case restore
        case acceptRestore = "accept-restore"
        case version
    }

    private static let config = OptionSpec.value(
        "config", "FILE", short: "c", help: "The configuration file (JSON5).", environment: "VAULTD_CONFIG",
        isRequired: true)

    static let spec = ProgramSpec(
        "vaultd", summary: "keeps refresh tokens sealed, hands out short-lived access tokens",
        commands: [
            CommandSpec(
                "serve", summary: "Run the vault in the foreground.",
                details: [
                    "SIGTERM drains: no new work is taken, refreshes in flight finish or stay in the journal, exit 0.",
                    "SIGHUP reads the configuration again and reopens the audit log; no connection is dropped.",
                    "SIGUSR2 makes way for the program that now lies at this one's path: 'vaultd check' of that one must pass, else "
                        + "nothing happens. It follows in the same process with the same sockets; whoever is connected connects "
                        + "again, and no call fails.",
                    "Under a service manager it speaks sd_notify and takes its sockets from LISTEN_FDS, where they are "
                        + "named 'workload' and 'admin'.",
                ],
                options: [config],
                examples: [Example("run it", "vaultd serve --config /etc/vaultd/vaultd.json5")]),
            CommandSpec(
                "check", summary: "Check the configuration, the files it names and the store; change nothing.",
                details: [
                    "Exit 0: fit to serve; 1: problems, each with its place; 6: the seal key does not open the store, or the "
                        + "store is an older copy of itself (rollback_detected)."
                ],
                options: [
                    config,
                    .flag("deep", help: "Also read the whole store and open every sealed value in it."),
                    .flag("beside", help: "While vaultd serves this store: look at it beside that one."),
                    .flag("json", help: "Print the problems as JSON."),
                ],
                examples: [
                    Example("before a reload", "vaultd check --config /etc/vaultd/vaultd.json5"),
                    Example("before an upgrade", "/new/vaultd check --beside --config /etc/vaultd/vaultd.json5"),
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
            CommandSpec(
                "restore", summary: "Put a backup in the store's place, while vaultd does not run.",
                details: [
                    "The backup is verified first: its pages, the seal key, and every sealed value. Then it takes the store's place "
                        + "in one step.",
                    "At the next start, grants whose refresh token the provider may have replaced since the backup need "
                        + "re-authentication (reason 'restored'), by the provider's rotation rule; the others are served.",
                    "Exit 0: done; 1: refused, the store is as it was; 6: the seal key does not open the backup.",
                ],
                options: [
                    config,
                    .flag("lose-newer-changes", help: "Replace a store that was changed after the backup."),
                    .flag("lose-other-store", help: "Replace a store that the backup is not of."),
                    .flag("json", help: "Print what was restored as JSON."),
                ],
                positionals: [PositionalSpec("file", help: "What 'vaultctl backup create' made.")],
                examples: [
                    Example("after a lost disk", "vaultd restore /var/backups/vaultd/monday.db --config vaultd.json5"),
                    Example(
                        "back to Monday",
                        "vaultd restore /var/backups/vaultd/monday.db --config vaultd.json5 --lose-newer-changes"),
                ]),
            CommandSpec(
                "accept-restore", summary: "Go on with a store that was put back by hand.",
                details: [
                    "A store that is older than its anchor file or the audit log tells, or that has lost its anchor, is not "
                        + "unsealed (rollback_detected). This, while vaultd does not run, accepts the store that is there; its grants "
                        + "are gone through as after 'vaultd restore'."
                ],
                options: [config],
                examples: [
                    Example("after a snapshot was rolled back", "vaultd accept-restore --config vaultd.json5")
                ]),
            CommandSpec("version", summary: "Print the version."),
        ],
        examples: [
            Example("make key and store", "vaultd init --config vaultd.json5"),
            Example("look for mistakes", "vaultd check --config vaultd.json5"),
            Example("run", "vaultd serve --config vaultd.json5"),
        ],
        exitCodes: [.ok, .failed, .usage, .sealed], manualSection: 8, details: details, environment: environment,
        files: files, seeAlso: ["vaultctl(1)", "vault-audit(1)"])

    private static let details = [
        "vaultd keeps OAuth refresh tokens and server-side sessions encrypted in a store of its own, and gives other programs of "
            + "this machine short-lived access tokens, for the scopes they may have. They ask it over a Unix socket, in JSON-RPC 2.0; "
            + "it knows them by what the kernel says about them. Operators use vaultctl(1).",
        "Providers are asked by vaultfetch, a program that it starts itself and that must be in the same directory.",
        "The configuration is one JSON5 file; 'vaultd check' tells what is wrong with it, and with the files that it names.",
    ]

    private static let environment = [
        ManualEntry("NOTIFY_SOCKET", "Where the service manager is told READY=1 and the like (sd_notify(3))."),
        ManualEntry("WATCHDOG_USEC", "How soon the service manager must hear of it again."),
        ManualEntry(
            "LISTEN_FDS",
            "With LISTEN_PID and LISTEN_FDNAMES: sockets of the service manager, instead of those of the configuration."
        ),
        ManualEntry("CREDENTIALS_DIRECTORY", "Where credentials of the service manager are, such as the seal key."),
    ]

    private static let files = [
        ManualEntry("/etc/vaultd/vaultd.json5", "The configuration, as the units and the package have it."),
        ManualEntry("/run/vaultd/workload/socket", "Where programs ask for tokens."),
        ManualEntry("/run/vaultd/admin/socket", "Where operators do."),
    ]
}
