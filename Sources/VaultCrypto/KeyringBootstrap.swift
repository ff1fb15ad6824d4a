package import VaultCore

/// Makes the first master key of a store, and unwraps all of them at start; whatever is wrong, nothing is written.
package enum KeyringBootstrap {
    /// Makes master key 1, wraps it under the seal key and stores it.
    ///
    /// - Parameter seal: what the seal key was derived by, where it was derived from a passphrase.
    package static func create(
        in store: any MasterKeyStore, under sealKey: consuming SealKey, _ seal: PassphraseSeal? = nil, now: Timestamp
    ) throws(KeyringFailure) -> Keyring {
        let (storeID, stored) = try read(store)
        guard stored.isEmpty else { throw .alreadyInitialised }
        let version = MasterKeyVersion(number: 1)
        let key: GuardedKey
        do { key = try GuardedKey() } catch { throw .outOfMemory }
        let wrapped = try MasterKeyWrap.wrap(key, as: version, storeID: storeID, under: sealKey)
        do {
            let stored = StoredMasterKey(version: version, state: .active, wrapped: wrapped, createdAt: now)
            try store.begin(with: stored, seal: seal)
        } catch { throw .store(error) }
        let master = MasterKey(version: version, key: key)
        return Keyring(storeID: storeID, keys: [master], active: master, sealKey: HeldSealKey(sealKey))
    }

    /// Unwraps every master key that is not destroyed; the keyring keeps the seal key.
    package static func open(
        _ store: any MasterKeyStore, under sealKey: consuming SealKey
    ) throws(KeyringFailure) -> Keyring {
        let (storeID, stored) = try read(store)
        return try Keyring.unwrapping(stored, storeID: storeID, under: HeldSealKey(sealKey), keeping: [])
    }

    private static func read(_ store: any MasterKeyStore) throws(KeyringFailure) -> ([UInt8], [StoredMasterKey]) {
        do { return (try store.storeID(), try store.masterKeys()) } catch { throw .store(error) }
    }
}
