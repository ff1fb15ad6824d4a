import VaultCore

extension MethodTable {
    private static let sealResult = [
        Field("sealed", .bool, required: true, "whether it is sealed now"),
        Field("reason", .word(SealReason.allCases.map(\.rawValue)), "why, while it is sealed"),
        Field("problem", .text(maximumBytes: 1024), "the same as a sentence that says what to do"),
        Field(
            "source", .word(SealSource.Kind.allCases.map(\.rawValue)),
            "where the configuration says now that the seal key comes from; absent where it cannot be read"),
        Field("store", .word(["key", "passphrase"]), required: true, "what the store is sealed by"),
        Field("retry_after_ms", .integer(1...UnlockDelay.longestMilliseconds), "until the next try at unsealing"),
    ]

    private static let passphrase = Field(
        "passphrase", .text(maximumBytes: WireLimits.passphraseBytes),
        "needed where the configuration names a passphrase; never kept")

    private static let servingExample = #"{"sealed":false,"source":"file","store":"key"}"#

    static let sealStatus = MethodEntry(
        .sealStatus, "tells whether the vault is sealed, and what would unseal it",
        result: sealResult, isRepeatable: true,
        example: (
            #"{}"#,
            #"{"sealed":true,"reason":"awaiting_passphrase","problem":"it waits for its passphrase; run 'vaultctl unseal'","#
                + #""source":"passphrase","store":"passphrase"}"#
        ))

    static let sealUnlock = MethodEntry(
        .sealUnlock,
        "unseals the vault with the seal key that the configuration names; after a wrong one the next try must wait",
        params: [passphrase], result: sealResult, errors: [.sealed], isRepeatable: false,
        example: (
            #"{"passphrase":"correct horse battery staple"}"#,
            #"{"sealed":false,"source":"passphrase","store":"passphrase"}"#
        ))

    static let sealLock = MethodEntry(
        .sealLock,
        "seals the vault: answers `sealed` at once, lets answers of providers that were asked before be committed, for up to 10 s or the longest "
            + "`deadline` of a provider, "
            + "then wipes all keys",
        params: [Field("now", .bool, "wipe the keys without waiting for refreshes that are under way")],
        result: sealResult, isRepeatable: true,
        example: (
            #"{}"#,
            #"{"sealed":true,"reason":"locked","problem":"an operator has sealed it; run 'vaultctl unseal'","#
                + #""source":"file","store":"key"}"#
        ))

    static let sealChange = MethodEntry(
        .sealChange,
        "wraps the master keys under the seal key that the configuration names now, in one step, while it goes on serving",
        params: [passphrase], result: sealResult, errors: [.conflict, .sealed], isRepeatable: false,
        example: (#"{}"#, servingExample))
}
