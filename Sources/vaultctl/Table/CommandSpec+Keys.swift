import VaultCommandLine

/// What the commands on master keys take; all of them work on the admin socket only.
extension CommandSpec {
    private static let number = PositionalSpec("version", help: "The key's number, as 'vaultctl key list' shows it.")

    static let keyList = CommandSpec(
        "key list", summary: "List the master keys with state, age, the records that use them, and all ever wrapped.",
        examples: [
            Example("all, also destroyed ones", "vaultctl key list"),
            Example(
                "the active one, for a script",
                "vaultctl key list --json | jq '.keys[] | select(.state == \"active\").version'"),
        ])

    static let keyStatus = CommandSpec(
        "key status", summary: "Show the master keys, how far a rotation is, and when the next one comes by itself.",
        examples: [Example("look", "vaultctl key status")])

    static let keyPrepare = CommandSpec(
        "key prepare", summary: "Make the next master key; nothing uses it yet.",
        details: ["Prints its number. One key may be prepared at a time, and only when the last rotation is done."],
        examples: [Example("the first step of a rotation by hand", "vaultctl key prepare")])

    static let keyActivate = CommandSpec(
        "key activate", summary: "Put the prepared master key into use; the one before is retiring.",
        details: [
            "What is stored from now on is wrapped under it. What is stored already needs 'vaultctl key rewrap'."
        ],
        positionals: [
            PositionalSpec("version", help: "The key's number; the prepared one unless given.", isRequired: false)
        ],
        examples: [
            Example("the prepared one", "vaultctl key activate"), Example("by number", "vaultctl key activate 2"),
        ])

    static let keyRewrap = CommandSpec(
        "key rewrap", summary: "Move every record to the active master key.",
        details: [
            "The daemon does it in the background, in small batches, and goes on with it after a restart; the command shows how "
                + "far it is and ends when it is done. No token is opened for it.",
            "Exit 1 when a record does not open: 'vaultctl key verify' names it.",
        ],
        options: [.flag("no-wait", help: "Start it and do not wait.")],
        examples: [
            Example("go on with a rotation", "vaultctl key rewrap"),
            Example("start it and look later", "vaultctl key rewrap --no-wait"),
        ])

    static let keyVerify = CommandSpec(
        "key verify", summary: "Open every record key under the master key that it names.",
        details: [
            "Exit 1 when one does not open. A million records take seconds; waits ten minutes unless --timeout is given."
        ],
        examples: [Example("before a key is destroyed", "vaultctl key verify --timeout 5m")])

    static let keyDestroy = CommandSpec(
        "key destroy", summary: "Destroy a retiring master key that no record needs any more.",
        details: [
            "It cannot be undone. It is refused while one record, cached token or queued revocation still needs the key, and while "
                + "a backup in the daemon's configured backup.directory holds it: remove that backup or move it away. Afterwards the daemon looks through the "
                + "database and its write-ahead log for the key; exit 1 when something is left of it.",
            "A backup holds the master keys of its own time, so an older one can still be restored.",
        ],
        positionals: [number],
        examples: [Example("the last step of a rotation by hand", "vaultctl key destroy 1")])

    static let keyRotate = CommandSpec(
        "key rotate", summary: "Renew the master key: prepare, activate, rewrap, verify.",
        details: [
            "The vault serves all the while. If the command or the daemon dies, nothing is lost: the daemon goes on with the "
                + "rewrap by itself, and 'vaultctl key rewrap' shows it.",
            "The old key stays, retiring, unless '--destroy-old' is given; where the daemon's configuration sets keys.hold_days, "
                + "it destroys the key by itself after that time, once every record was verified.",
            "Exit 1 with 'conflict' when another rotation is under way.",
        ],
        options: [.flag("destroy-old", help: "Destroy the old keys once every record was verified.")],
        examples: [
            Example("by hand or by a timer", "vaultctl key rotate"),
            Example("and leave no old key behind", "vaultctl key rotate --destroy-old"),
        ])
}
