import VaultCommandLine

/// What the commands on the audit log take.
extension CommandSpec {
    static let auditStatus = CommandSpec(
        "audit status", summary: "Tell how far the audit log has come, and how far it is sealed.",
        examples: [Example("look", "vaultctl audit status")])

    static let auditVerify = CommandSpec(
        "audit verify", summary: "Tell whether the audit log is as it was written, and else which record is not.",
        details: [
            "The daemon reads all files of its log, with the secret key, so that also records that no seal covers yet are verified, and "
                + "knows how far the log reaches. Ends with 1 where a record was edited, deleted, inserted, moved or cut off, and names the "
                + "first.",
            "Whoever has the files and the public key can do the same without the daemon: 'vault-audit verify --public-key KEY "
                + "FILE...'; give it --reaches with the number that 'audit status' tells, or a log that was cut at its end looks whole.",
        ],
        examples: [Example("is it whole?", "vaultctl audit verify")])

    private static let filters: [OptionSpec] = [
        .value("subject", "SUBJECT", help: "About this user."),
        .value("client", "NAME", help: "Of calls of this client."),
        .value("provider", "NAME", help: "About this provider."),
        .value("grant", "HANDLE", help: "About this grant (vgr_...)."),
        .value("session", "ID", help: "About this session (vsi_...)."),
        .value("delegation", "ID", help: "About this delegation."),
        .value("method", "METHOD", help: "Of calls of this method, such as token.get."),
        .value("kind", "KIND", help: "Of this kind, such as grant_revoked."),
        .value("outcome", "WORD", help: "With this outcome: allow, deny, done or failed."),
    ]

    static let auditFind = CommandSpec(
        "audit find", summary: "Find records: who got what, when.",
        details: [
            "Times are a length of time ago (2h, 7d), a day (2026-11-24) or a moment (2026-11-24T09:00:00Z), in UTC. With --json each "
                + "record is a line, as it stands in the log.",
            "--token-stdin reads a token and finds who got it: the log has a keyed hash of each access token that was handed out, each "
                + "refresh token that was stored, and each handle of a session or delegation.",
        ],
        options: filters + [
            .value("since", "TIME", help: "From then on."),
            .value("until", "TIME", help: "Before then."),
            .flag("token-stdin", help: "About the token on stdin, or typed unseen."),
            .value("limit", "N", short: "n", help: "At most so many; 1000 unless given."),
        ],
        examples: [
            Example(
                "who got a token of alice on Tuesday?",
                "vaultctl audit find --subject user:default/alice --method token.get --since 2026-11-24 --until 2026-11-25"
            ),
            Example("whose token is this, and who got it?", "vaultctl audit find --token-stdin < leaked-token"),
            Example("what was refused today", "vaultctl audit find --outcome deny --since 24h --json"),
        ])

    static let auditTail = CommandSpec(
        "audit tail", summary: "Show the newest records.",
        options: filters + [
            .flag("follow", short: "f", help: "Go on with each that comes, until interrupted."),
            .value("lines", "N", short: "n", help: "At most so many; 10 unless given."),
        ],
        examples: [
            Example("what happens now", "vaultctl audit tail --follow"),
            Example("what is refused", "vaultctl audit tail -f --outcome deny"),
        ])

    static let auditKey = CommandSpec(
        "audit key", summary: "Print the public key that the audit log is sealed with.",
        details: [
            "Keep it away from this machine: with it and the files anyone can verify the log. Without --pem it is 64 hexadecimal digits."
        ],
        options: [.flag("pem", help: "As openssl reads it (RFC 8410).")],
        examples: [Example("for the auditor", "vaultctl audit key --pem > vaultd-audit.pem")])
}
