import VaultCommandLine

/// The command line as a table: parser, help and tests read this one.
enum SimulatorProgram {
    static let spec = ProgramSpec(
        "vault-provider-sim", summary: "an OAuth 2 server on loopback, for trying and testing the vault",
        commands: [
            CommandSpec(
                "", summary: "",
                details: [
                    "It keeps everything in memory. When it is ready it prints one line of JSON with its base_url. "
                        + "Tokens come from /sim/mint, without a browser; faults are set at /sim/faults; /sim/log "
                        + "tells what was asked and what was decided, and never a token. See Docs/simulator.md.",
                    "Exit codes: 0 ended by SIGTERM or SIGINT, 1 could not start, 2 wrong usage.",
                ],
                options: rules + client + process, examples: examples)
        ], exitCodes: [.ok, .failed, .usage], seeAlso: ["vaultd(8)"])

    private static let rules: [OptionSpec] = [
        .value(
            "profile", "NAME",
            help:
                "Play the provider of this preset (Docs/providers.md): its rotation, answers and errors. The rest of the line "
                + "says otherwise.",
            choices: Profile.names),
        .value(
            "rotation", "RULE",
            help:
                "What a refresh does to the refresh token: none, rotate (default), grace:SECONDS, overlap, until_used or family."
        ),
        .value(
            "narrowing", "RULE", help: "What a scope on a refresh does (default per_token).",
            choices: NarrowingRule.allCases.map(\.rawValue)),
        .value("access-token-ttl", "SECONDS", help: "Life of an access token (default 3600)."),
        .value("refresh-token-ttl", "SECONDS", help: "Life of each refresh token (default: no end)."),
        .value("token-bytes", "N", help: "Length of access tokens, 48 to 1048576 (default 64)."),
        .value("refresh-token-bytes", "N", help: "Length of refresh tokens, 48 to 1048576 (default 64)."),
        .flag("id-token", help: "Answers carry an id_token."),
        .flag("single-access-token", help: "A refresh ends the access tokens before it."),
    ]

    private static let client: [OptionSpec] = [
        .value("client-id", "ID", help: "The one client that is known (default vault)."),
        .value(
            "client-auth", "METHOD", help: "How it authenticates; any is basic or post (default any).",
            choices: ClientAuthenticationMethod.allCases.map(\.rawValue)),
        .value(
            "basic-encoding", "FORM",
            help: "Id and secret in Basic: form-encoded as RFC 6749 says, or raw (default form).",
            choices: BasicEncoding.allCases.map(\.rawValue)),
        .value("client-secret-file", "FILE", help: "Where its secret is."),
        .value("write-client-secret", "FILE", help: "Make a secret and write it there, mode 0400; a new file."),
        .value("client-public-key", "FILE", help: "Its Ed25519 key in PEM, for private_key_jwt instead of a secret."),
        .flag("dpop", help: "It must prove that it has an Ed25519 key, and tokens are bound to that (RFC 9449)."),
        .flag("token-first", help: "A refresh token that is not good is told whatever the client's credentials are."),
        .flag("burn-on-wrong-client", help: "A refresh token that comes with wrong credentials is dead from then on."),
    ]

    private static let process: [OptionSpec] = [
        .value("listen", "ADDRESS:PORT", help: "In 127.0.0.0/8; port 0 is a free one (default 127.0.0.1:0)."),
        .value("base-url", "URL", help: "The issuer, where a proxy stands before it."),
        .value("ready-fd", "N", help: "Print the ready line to this descriptor and close it (default stdout)."),
        .flag("until-stdin-closes", help: "End when standard input does, so that no test leaves it behind."),
    ]

    private static let examples = [
        Example(
            "start on a free port; the client's new secret goes to a file",
            "vault-provider-sim --write-client-secret secret"),
        Example(
            "the same client again; an old refresh token that comes back ends its grant",
            "vault-provider-sim --client-secret-file secret --listen 127.0.0.1:9400 --rotation family"),
        Example(
            "a GitHub that runs here: errors with status 200, answers as forms",
            "vault-provider-sim --client-secret-file secret --profile github-app"),
        Example(
            "a refresh token for alice",
            "curl -s http://127.0.0.1:9400/sim/mint "
                + "-d '{\"subject\":\"user:default/alice\",\"scopes\":[\"repo\"]}'"),
        Example(
            "the next two refreshes fail",
            "curl -s http://127.0.0.1:9400/sim/faults "
                + "-d '{\"faults\":[{\"kind\":\"answer\",\"status\":503,\"count\":2}]}'"),
        Example("what was asked", "curl -s http://127.0.0.1:9400/sim/log"),
    ]
}
