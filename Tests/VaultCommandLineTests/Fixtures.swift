import VaultCommandLine

/// A program that has one of everything.
let program = ProgramSpec(
    "vaultctl", summary: "the operator's hand on vaultd",
    options: [
        .flag("json", help: "Print JSON."), .flag("quiet", short: "q", help: "Say nothing that is not asked for."),
        .value("socket", "PATH", short: "s", help: "Socket of vaultd.", environment: "VAULTD_SOCKET"),
        .value("timeout", "DURATION", help: "Give up after that time."),
    ],
    commands: [
        CommandSpec("status", summary: "Show how vaultd is."),
        CommandSpec(
            "grant put", summary: "Store a refresh token.",
            details: [
                "The refresh token is read from stdin, or asked for without echo, never taken from the command line."
            ],
            options: [
                .value("subject", "REF", help: "Whom it belongs to.", isRequired: true),
                .value("scope", "SCOPE", help: "A scope of the grant.", repeats: true),
                .value("status", "STATUS", help: "How it stands.", choices: ["active", "dead"]),
                .value("limit", "N", short: "n", help: "How many."),
            ],
            positionals: [PositionalSpec("provider", help: "Name of the provider.")],
            examples: [Example("Store alice's token", "vaultctl grant put --subject user:default/alice github < token")]
        ),
        CommandSpec("grant list", summary: "List grants."),
        CommandSpec(
            "token get", summary: "Print an access token.",
            positionals: [
                PositionalSpec("grant", help: "Id of the grant."),
                PositionalSpec("scope", help: "Scopes to ask for.", isRequired: false, repeats: true),
            ]),
    ],
    examples: [Example("Is it up?", "vaultctl status")])

let single = ProgramSpec(
    "vault-sim", summary: "a provider to try the vault with",
    commands: [
        CommandSpec(
            "", summary: "", options: [.value("port", "PORT", help: "Port.", environment: "PORT")],
            positionals: [PositionalSpec("folder", help: "Where to log.", isRequired: false)])
    ])

func parsed(_ line: String, _ environment: [String: String] = [:]) throws -> ParsedCommand? {
    let arguments = line.split(separator: " ").map(String.init)
    guard case .run(let command) = try program.parse(arguments, environment: environment) else { return nil }
    return command
}

func usageError(_ line: String, _ environment: [String: String] = [:]) -> UsageError? {
    do throws(UsageError) {
        _ = try program.parse(line.split(separator: " ").map(String.init), environment: environment)
        return nil
    } catch {
        return error
    }
}

func help(_ line: String) throws -> String? {
    guard case .help(let text) = try program.parse(line.split(separator: " ").map(String.init)) else { return nil }
    return text
}
