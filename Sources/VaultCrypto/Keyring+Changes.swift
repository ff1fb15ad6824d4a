package import VaultCore

extension Keyring {
    /// The keyring that these rows of the store make. A master key that this one holds already is taken over as it is.
    package func following(_ stored: [StoredMasterKey]) throws(KeyringFailure) -> Keyring {
        try Self.unwrapping(stored, storeID: storeID, under: sealKey, keeping: keys)
    }

    /// The same master keys wrapped anew under another seal key, and the keyring that keeps that one. Nothing is stored:
    /// hand `wrapped` to `MasterKeyStore.replaceWrapped` and the keyring to the sealer after that.
    package func resealed(under sealKey: consuming SealKey) throws(KeyringFailure) -> ResealedKeyring {
        let held = HeldSealKey(sealKey)
        var wrapped: [MasterKeyVersion: [UInt8]] = [:]
        for key in keys {
            wrapped[key.version] = try MasterKeyWrap.wrap(
                key.key, as: key.version, storeID: storeID, under: held.key)
        }
        return ResealedKeyring(
            keyring: Keyring(storeID: storeID, keys: keys, active: active, sealKey: held), wrapped: wrapped)
    }

    /// A fresh random master key, wrapped under the seal key; this keyring does not hold it.
    package func makeMasterKey(_ version: MasterKeyVersion) throws(KeyringFailure) -> [UInt8] {
        let key: GuardedKey
        do { key = try GuardedKey() } catch { throw .outOfMemory }
        return try MasterKeyWrap.wrap(key, as: version, storeID: storeID, under: sealKey.key)
    }

    static func unwrapping(
        _ stored: [StoredMasterKey], storeID: [UInt8], under sealKey: HeldSealKey, keeping known: [MasterKey]
    ) throws(KeyringFailure) -> Keyring {
        guard !stored.isEmpty else { throw .notInitialised }
        var keys: [MasterKey] = []
        var active: [MasterKey] = []
        for record in stored where record.state != .destroyed {
            guard !keys.contains(where: { $0.version == record.version }) else { throw .damaged(record.version) }
            let key: MasterKey
            if let kept = known.first(where: { $0.version == record.version }) {
                key = kept
            } else {
                key = MasterKey(
                    version: record.version,
                    key: try MasterKeyWrap.unwrap(record, storeID: storeID, under: sealKey.key))
            }
            keys.append(key)
            if record.state == .active { active.append(key) }
        }
        guard active.count == 1 else { throw .noActiveKey }
        return Keyring(storeID: storeID, keys: keys, active: active[0], sealKey: sealKey)
    }
}
