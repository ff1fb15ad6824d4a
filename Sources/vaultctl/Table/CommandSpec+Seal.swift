import VaultCommandLine

/// What the commands on the seal take; all of them need the admin socket.
extension CommandSpec {
    static let unseal = CommandSpec(
        "unseal", summary: "Unseal the vault with the seal key that its configuration names.",
        details: [
            "Where that is a passphrase, it is read from stdin: typed unseen at a terminal, or piped. Every other source is read "
                + "by the daemon itself, anew.",
            "After a wrong one the next try must wait: 1 s, then 2 s, 4 s, up to 60 s. Exit 6: it is still sealed.",
        ],
        examples: [
            Example("type the passphrase unseen", "vaultctl unseal"),
            Example("take it from a file", "vaultctl unseal < /run/user/1000/passphrase"),
        ])

    static let seal = CommandSpec(
        "seal", summary: "Seal the vault: hand nothing out any more, wipe its keys and cached tokens.",
        details: [
            "From the moment it is given nobody gets a token or anything else until 'vaultctl unseal'. Answers of providers that "
                + "were asked before are still committed, so that no rotated token is lost; after 10 s or the longest deadline of a provider, or at once with '--now', "
                + "the keys are wiped come what may.",
            "A refresh that is cut off keeps its place in the journal; where its provider rotates tokens, the user must sign in "
                + "again.",
        ],
        options: [.flag("now", help: "Wipe the keys without waiting for refreshes that are under way.")],
        examples: [
            Example("before maintenance", "vaultctl seal"), Example("in an emergency", "vaultctl seal --now"),
        ])

    static let reseal = CommandSpec(
        "reseal", summary: "Move the store to the seal key that the configuration names now.",
        details: [
            "Write the new source as 'seal_key' in the configuration file, then run this. The vault goes on serving; the "
                + "master keys are wrapped anew in one step, after the new key was read twice and has opened them.",
            "A new passphrase is read from stdin: typed unseen and twice at a terminal, or piped.",
        ],
        examples: [
            Example("after seal_key was edited", "vaultctl reseal"),
            Example("to a passphrase from a file", "vaultctl reseal < passphrase"),
        ])
}
