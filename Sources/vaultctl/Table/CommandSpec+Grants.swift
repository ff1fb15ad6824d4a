import VaultCommandLine

/// What the commands on grants and tokens take.
extension CommandSpec {
    private static let selection = [
        PositionalSpec("grant-or-subject", help: "A grant's handle (vgr_...), or a user such as user:default/alice."),
        PositionalSpec("provider", help: "The provider's name; needed with a user.", isRequired: false),
    ]

    private static let account = OptionSpec.value(
        "account", "ID", help: "The user's identifier at the provider, where the user has several there.")

    static let grantPut = CommandSpec(
        "grant put", summary: "Store a user's refresh token; the same user, provider and account replace it.",
        details: [
            "The refresh token is read from stdin: typed unseen at a terminal, or piped. It is never taken from the command "
                + "line, where other users of the machine could read it.",
            "It is on the disk when the command ends. Prints the handle of the grant.",
        ],
        options: [
            account,
            .value("scope", "SCOPE", help: "What the user agreed to.", repeats: true),
            .value("label", "NAME=VALUE", help: "Kept with the grant, for 'grant list'.", repeats: true),
            .value(
                "expires-in", "DURATION", help: "When the refresh token dies, where the provider said so, such as 90d."),
            .value("pin-sub", "SUB", help: "Refuse a refresh that names another sub."),
            .value("pin-tenant", "TID", help: "Refuse a refresh that names another tenant."),
            .value("acr", "CLASS", help: "How the user signed in (acr of the id token); rules can require one."),
            .value("amr", "METHOD", help: "By which method (amr of the id token).", repeats: true),
            .value("auth-time", "SECONDS", help: "When (auth_time of the id token, in seconds since 1970)."),
        ],
        positionals: [
            PositionalSpec("subject", help: "The user, such as user:default/alice."),
            PositionalSpec("provider", help: "The provider's name in the configuration."),
        ],
        examples: [
            Example("type the token unseen", "vaultctl grant put user:default/alice github --scope repo --scope gist"),
            Example(
                "take it from a file, keep only the handle",
                "vaultctl grant put user:default/alice github --quiet < refresh-token"),
        ])

    static let grantShow = CommandSpec(
        "grant show", summary: "Show what is stored about a grant; never its secrets.",
        options: [account], positionals: selection,
        examples: [
            Example("by user and provider", "vaultctl grant show user:default/alice github"),
            Example("by handle, for a program", "vaultctl grant show vgr_5712m28m8tc411zdrabp --json"),
        ])

    static let grantList = CommandSpec(
        "grant list", summary: "List grants.",
        options: [
            .value("subject", "SUBJECT", help: "Only this user's."),
            .value("provider", "NAME", help: "Only at this provider."),
            .value("status", "STATUS", help: "Only in this state.", choices: ["active", "reauth_required"]),
            .value("label", "NAME=VALUE", help: "Only with this label."),
            .value(
                "expiring", "DURATION",
                help:
                    "Only those whose refresh token dies within it, as far as that is known; the first to die comes first."
            ),
            .value("limit", "N", short: "n", help: "At most so many; 1000 unless given."),
        ],
        examples: [
            Example("who must sign in again soon", "vaultctl grant list --expiring 14d"),
            Example("all of a user", "vaultctl grant list --subject user:default/alice"),
            Example("who must sign in again", "vaultctl grant list --status reauth_required"),
            Example(
                "handles alone, for a script", "vaultctl grant list --provider github --json | jq -r '.grants[].grant'"),
        ])

    static let grantRevoke = CommandSpec(
        "grant revoke", summary: "End a grant: here at once, and at the provider.",
        details: [
            "When the command ends well, no token is minted from the grant any more and its secrets are destroyed here. The "
                + "answer tells whether the provider has revoked it too; where it has not, the vault goes on trying.",
            "With --subject and --all it ends every grant of a user and prints what became of each at its provider; sessions "
                + "stay (see 'vaultctl revoke'). With --wait it waits for the providers' last words, for as long as --timeout says, "
                + "two minutes unless given, and fails where one has not answered by then.",
        ],
        options: [
            account,
            .value("subject", "SUBJECT", help: "The user whose grants all end; with --all."),
            .value("provider", "NAME", help: "With --subject: only those at this provider."),
            .flag("all", help: "All that fit --subject."),
            .flag("wait", help: "Wait for the providers' last words."),
        ],
        positionals: [
            PositionalSpec(
                "grant-or-subject", help: "A grant's handle (vgr_...), or a user such as user:default/alice.",
                isRequired: false),
            selection[1],
        ],
        examples: [
            Example("end alice's grant at github", "vaultctl grant revoke user:default/alice github"),
            Example(
                "end all of alice's, and see it done", "vaultctl grant revoke --subject user:default/alice --all --wait"
            ),
        ])

    static let grantReap = CommandSpec(
        "grant reap", summary: "Remove grants that have been dead for long.",
        details: [
            "Dead is a grant that needs the user to sign in again, or whose refresh token has outlived its life. Nobody can get a "
                + "token of it; a new sign-in makes a new grant. At a terminal it is asked first."
        ],
        options: [
            .flag("dry-run", help: "Only list what would be removed."),
            .value("older-than", "DURATION", help: "Only what has been dead for so long; 90d unless given."),
            .value("provider", "NAME", help: "Only at this provider."),
            .flag("yes", short: "y", help: "Do not ask."),
        ],
        examples: [
            Example("what would go", "vaultctl grant reap --dry-run --older-than 90d"),
            Example("by a timer", "vaultctl grant reap --older-than 180d --yes --json"),
        ])

    static let tokenGet = CommandSpec(
        "token get", summary: "Print an access token, and nothing else, on stdout.",
        details: [
            "A cached token that lives long enough is given; else the provider is asked. No newline is added where stdout is a "
                + "pipe or a file."
        ],
        options: [
            account,
            .value(
                "scope", "SCOPE", help: "Ask for these scopes only; all of the grant's unless given.", repeats: true),
            .value("min-ttl", "DURATION", help: "Life that the token must have left, such as 10m; up to 1d."),
            .flag("force-refresh", help: "Ask the provider although a cached token would do."),
            .flag("delegation-stdin", help: "Redeem the delegation whose secret is read from stdin."),
            .value(
                "proof-url", "URL",
                help:
                    "The request that the token is for, where it is bound to a key (DPoP); with --json, which has the proof."
            ),
            .value("proof-method", "METHOD", help: "Its method (default GET)."),
            .value("proof-nonce", "NONCE", help: "What the API said last in DPoP-Nonce."),
        ],
        positionals: [
            PositionalSpec(
                "grant-or-subject", help: "A grant's handle (vgr_...), or a user; not with --delegation-stdin.",
                isRequired: false),
            selection[1],
        ],
        examples: [
            Example(
                "call an API",
                "curl -H \"Authorization: Bearer $(vaultctl token get user:default/alice github)\" https://api.github.com/user"
            ),
            Example("by delegation", "vaultctl token get --delegation-stdin < delegation"),
            Example(
                "with expiry and scopes, for a program",
                "vaultctl token get user:default/alice github --min-ttl 10m --json"),
        ])
}
