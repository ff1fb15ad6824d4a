package import VaultCore

/// Makes the first master key of a store, and unwraps all of them at start; whatever is wrong, nothing is written.
package enum KeyringBootstrap {
    /// Makes master key 1, wraps it under the seal key and stores it.
    package static func create(
        in store: any MasterKeyStore, under sealKey: borrowing SealKey, now: Timestamp
    ) throws(KeyringFailure) -> Keyring {
        let (storeID, stored) = try read(store)
        guard stored.isEmpty else { throw .alreadyInitialised }
        let version = MasterKeyVersion(number: 1)
        let key: GuardedKey
        do { key = try GuardedKey() } catch { throw .outOfMemory }
        let wrapped = try wrap(key, as: version, storeID: storeID, under: sealKey)
        do {
            try store.add(StoredMasterKey(version: version, state: .active, wrapped: wrapped, createdAt: now))
        } catch { throw .store(error) }
        let master = MasterKey(version: version, key: key)
        return Keyring(storeID: storeID, keys: [master], active: master)
    }

    /// Unwraps every master key that is not destroyed.
    package static func open(
        _ store: any MasterKeyStore, under sealKey: borrowing SealKey
    ) throws(KeyringFailure) -> Keyring {
        let (storeID, stored) = try read(store)
        var keys: [MasterKey] = []
        var active: [MasterKey] = []
        for record in stored where record.state != .destroyed {
            guard !keys.contains(where: { $0.version == record.version }) else { throw .damaged(record.version) }
            let key = MasterKey(version: record.version, key: try unwrap(record, storeID: storeID, under: sealKey))
            keys.append(key)
            if record.state == .active { active.append(key) }
        }
        guard !stored.isEmpty else { throw .notInitialised }
        guard active.count == 1 else { throw .noActiveKey }
        return Keyring(storeID: storeID, keys: keys, active: active[0])
    }

    private static func read(_ store: any MasterKeyStore) throws(KeyringFailure) -> ([UInt8], [StoredMasterKey]) {
        do { return (try store.storeID(), try store.masterKeys()) } catch { throw .store(error) }
    }

    private static func wrap(
        _ key: borrowing GuardedKey, as version: MasterKeyVersion, storeID: [UInt8], under sealKey: borrowing SealKey
    ) throws(KeyringFailure) -> [UInt8] {
        let derived = try scratch(Envelope.derivedBytes)
        let wrapped = AssociatedData.withMasterKey(version, .masterKey(storeID: storeID)) { associated in
            key.withPointer { key in
                sealKey.key.withPointer { sealKey in
                    derived.withPointer { derived in
                        Envelope.sealed(
                            UnsafeRawBufferPointer(start: key, count: GuardedKey.byteCount), key: sealKey,
                            associated: associated, derived: derived)
                    }
                }
            }
        }
        guard let wrapped else { throw .outOfMemory }
        return wrapped
    }

    private static func unwrap(
        _ record: StoredMasterKey, storeID: [UInt8], under sealKey: borrowing SealKey
    ) throws(KeyringFailure) -> GuardedKey {
        guard record.wrapped.count == GuardedKey.byteCount + Envelope.overhead else { throw .damaged(record.version) }
        let key = try scratch(GuardedKey.byteCount)
        let derived = try scratch(Envelope.derivedBytes)
        let opening = AssociatedData.withMasterKey(record.version, .masterKey(storeID: storeID)) { associated in
            key.withPointer { key in
                sealKey.key.withPointer { sealKey in
                    derived.withPointer { derived in
                        Envelope.open(
                            record.wrapped, key: sealKey, associated: associated, derived: derived, into: key)
                    }
                }
            }
        }
        switch opening {
        case .opened: return GuardedKey(freezing: key)
        case .wrongKey: throw .wrongSealKey(record.version)
        case .damaged: throw .damaged(record.version)
        }
    }

    private static func scratch(_ count: Int) throws(KeyringFailure) -> GuardedMemory {
        do { return try GuardedMemory(count: count) } catch { throw .outOfMemory }
    }
}
