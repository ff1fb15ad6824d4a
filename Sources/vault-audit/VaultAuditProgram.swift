import VaultCommandLine

/// The command line as a table: parser, help and tests read this one.
enum VaultAuditProgram {
    static let spec = ProgramSpec(
        "vault-audit", summary: "tells whether an audit log of vaultd is as it was written",
        commands: [
            CommandSpec(
                "verify", summary: "Verify the files of a log with the public key alone.",
                details: [
                    "The log's closed files are found beside it by their numbers. Records are compared with what was signed; where they "
                        + "differ, the first that was edited, deleted, inserted or moved is named. The newest, which no seal covers yet, "
                        + "cannot be verified without the secret key: their numbers are looked at.",
                    "Nothing in the files tells that a log was cut at its end: give --reaches with a number that is known from elsewhere, "
                        + "such as 'vaultctl audit status' some time ago.",
                    "Exit codes: 0 whole, 1 not whole, 2 wrong usage.",
                ],
                options: [
                    .value(
                        "public-key", "KEY",
                        help: "64 hexadecimal digits, or the path of a PEM file, as 'vaultctl audit key' prints it."),
                    .value("reaches", "N", help: "The log must reach the record with this number."),
                    .flag("json", help: "Print what was found as JSON."),
                ],
                positionals: [PositionalSpec("log", help: "The log's file, such as /var/log/vaultd/audit.jsonl.")],
                examples: [
                    Example(
                        "is it whole?",
                        "vault-audit verify --public-key vaultd-audit.pem /var/log/vaultd/audit.jsonl --reaches 104233")
                ])
        ],
        exitCodes: [.ok, .failed, .usage],
        details: [
            "vault-audit needs the files of a log and the vault's public key, and neither the vault nor its secrets: it is for whoever must not "
                + "take the vault's word."
        ],
        seeAlso: ["vaultctl(1)", "vaultd(8)"])
}
