import VaultCommandLine

/// What the commands on sessions take.
extension CommandSpec {
    static let sessionList = CommandSpec(
        "session list", summary: "List sessions with their devices; never their secrets.",
        options: [
            .value("subject", "SUBJECT", help: "Only this user's."),
            .value("class", "CLASS", help: "Only of this class."),
            .value("limit", "N", short: "n", help: "At most so many; 1000 unless given."),
        ],
        examples: [
            Example("where alice is signed in", "vaultctl session list --subject user:default/alice"),
            Example("ids alone, for a script", "vaultctl session list --class cli --json | jq -r '.sessions[].id'"),
        ])

    static let sessionShow = CommandSpec(
        "session show", summary: "Show one session: whose, how they signed in, on what, until when.",
        positionals: [PositionalSpec("id", help: "The session's id (vsi_...).")],
        examples: [Example("by its id", "vaultctl session show vsi_5712m28m8tc41thqj5q2")])

    static let sessionRevoke = CommandSpec(
        "session revoke", summary: "End a session: its cookie is good for nothing from the next request on.",
        options: [.flag("session-stdin", help: "Read the cookie's secret from stdin instead of giving an id.")],
        positionals: [PositionalSpec("id", help: "The session's id (vsi_...).", isRequired: false)],
        examples: [
            Example("by its id", "vaultctl session revoke vsi_5712m28m8tc41thqj5q2"),
            Example("by a secret that was found", "vaultctl session revoke --session-stdin < found-secret"),
        ])

    static let sessionRevokeAll = CommandSpec(
        "session revoke-all", summary: "End all sessions of one user, of users of a provider, or of everyone.",
        options: [
            .value("subject", "SUBJECT", help: "Of this user."),
            .value("provider", "NAME", help: "Of users with a session that a grant at this provider belongs to."),
            .flag("everyone", help: "Of all users there are."),
        ],
        examples: [
            Example("sign a user out everywhere", "vaultctl session revoke-all --subject user:default/alice"),
            Example("after a break-in", "vaultctl session revoke-all --everyone"),
        ])
}
