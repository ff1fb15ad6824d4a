/// Why the vault is sealed, or stays so, as operators and programs branch on it (protocol: `data.reason`).
package enum SealReason: String, CaseIterable, Sendable {
    /// An operator has sealed it.
    case locked
    case awaitingPassphrase = "awaiting_passphrase"
    case unreadableKey = "seal_key_unreadable"
    case wrongKey = "wrong_seal_key"
    /// The store is sealed by a passphrase and the configuration names a key, or the other way round.
    case otherSource = "other_seal_source"
    case damagedKeys = "master_keys_damaged"
    /// A new passphrase is too short or too long.
    case unusablePassphrase = "unusable_passphrase"
    case unusableConfiguration = "configuration_unusable"
    /// The store is an older copy of itself, or was put in the store's place; only an operator can accept it.
    case rollbackDetected = "rollback_detected"
    /// Another change of keys is under way.
    case busy
    /// The store or the machine could not do its part; nothing is known about the key.
    case failed = "unseal_failed"
}

/// Why the seal key did not open the store, or could not be put in place of another: nothing was changed.
package struct SealProblem: Error, Hashable, Sendable {
    package let reason: SealReason
    /// A lower-case clause that says what was wrong and what to do; never a secret.
    package let text: String

    package init(_ reason: SealReason, _ text: String) {
        self.reason = reason
        self.text = text
    }
}
