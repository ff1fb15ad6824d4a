import VaultCommandLine

/// What the command on backups takes.
extension CommandSpec {
    static let backupCreate = CommandSpec(
        "backup create", summary: "Copy the store into a new file while the vault serves.",
        details: [
            "The file is written by vaultd, mode 0600, in a directory that nobody but its user can write to. It is verified and "
                + "synced when the command ends; after a failure there is no file.",
            "Nothing in it opens without the seal key of this store: keep a copy of that elsewhere. 'vaultd restore' puts a "
                + "backup back.",
            "Waits for an hour unless --timeout is given. Works on the admin socket only.",
        ],
        positionals: [PositionalSpec("file", help: "An absolute path as vaultd sees it; nothing may stand there.")],
        examples: [
            Example("every night", "vaultctl backup create /var/backups/vaultd/monday.db --quiet"),
            Example("for a program", "vaultctl backup create /var/backups/vaultd/monday.db --json"),
        ])
}
