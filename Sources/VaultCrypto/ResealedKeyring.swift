package import VaultCore

/// A keyring under a new seal key and its master keys as they are to be stored; worth nothing until they are.
package struct ResealedKeyring: Sendable {
    package let keyring: Keyring
    /// Every master key that is not destroyed, by its version.
    package let wrapped: [MasterKeyVersion: [UInt8]]

    /// Opens each of them again.
    ///
    /// - Throws: when one does not open under this key: storing them would lock everybody out.
    package func check(opensUnder sealKey: consuming SealKey) throws(KeyringFailure) {
        let held = HeldSealKey(sealKey)
        for (version, bytes) in wrapped {
            let record = StoredMasterKey(
                version: version, state: .active, wrapped: bytes, createdAt: Timestamp(milliseconds: 0))
            _ = try MasterKeyWrap.unwrap(record, storeID: keyring.storeID, under: held.key)
        }
    }
}
