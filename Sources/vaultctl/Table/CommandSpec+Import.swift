import VaultCommandLine

/// What the import of grants takes.
extension CommandSpec {
    static let importGrants = CommandSpec(
        "import",
        summary: "Store many grants from a file of JSON lines; those that are there already stay as they are.",
        details: [
            "Each line is one JSON object with the members of grant.put: subject, provider and refresh_token, and account, "
                + "scopes, labels, refresh_token_expires_at and the others where they are known. A member that is not known is an error.",
            "A grant that stands in the vault is never replaced, as the vault may have refreshed it since the file was made. So an "
                + "import that was cut off is simply run again.",
            "A file that other users may read is refused. Lines that are refused are told with their number and the reason, never "
                + "with a secret; they do not stop the others, and the exit code is 1.",
        ],
        options: [
            .flag("dry-run", help: "Check every line and look what is there already; change nothing."),
            .value("refused", "FILE", help: "Write the refused lines' numbers and reasons there, as JSON lines."),
        ],
        positionals: [PositionalSpec("file", help: "The file, or - for stdin.")],
        examples: [
            Example("what would happen?", "vaultctl import grants.jsonl --dry-run"),
            Example("keep what was refused", "vaultctl import grants.jsonl --refused refused.jsonl"),
            Example("from a pipe, for a program", "vaultctl import - --json < grants.jsonl"),
        ])
}
