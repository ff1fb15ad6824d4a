import VaultCommandLine

/// What the commands on one user take.
extension CommandSpec {
    private static let user = PositionalSpec("subject", help: "The user, such as user:default/alice.")

    static let revoke = CommandSpec(
        "revoke", summary: "The kill switch: end all sessions, delegations and grants of one user.",
        details: [
            "All of it is over at the vault in one durable step; then each refresh token is revoked at its provider, in the "
                + "background where that takes long. The user can sign in again: 'vaultctl subject disable' prevents that.",
            "Access tokens that were handed out before live on at their providers until they expire, unless a provider ends them "
                + "with the refresh token.",
        ],
        options: [.value("subject", "SUBJECT", help: "Whose.")],
        examples: [Example("a laptop was stolen", "vaultctl revoke --subject user:default/alice")])

    static let subjectShow = CommandSpec(
        "subject show", summary: "Show all that the vault holds of one user: grants, sessions, delegations.",
        positionals: [user],
        examples: [Example("on one screen", "vaultctl subject show user:default/alice")])

    static let subjectDisable = CommandSpec(
        "subject disable", summary: "End all that a user has, and let no new session or grant in.",
        positionals: [user],
        examples: [Example("somebody has left", "vaultctl subject disable user:default/alice")])

    static let subjectEnable = CommandSpec(
        "subject enable", summary: "Let a user's new sessions and grants in again; what was ended stays ended.",
        positionals: [user],
        examples: [Example("and has come back", "vaultctl subject enable user:default/alice")])
}
