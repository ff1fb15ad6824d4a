import VaultCore

/// Wraps master keys under the seal key and unwraps them; a wrapped one opens only in its store, under its version.
enum MasterKeyWrap {
    static func wrap(
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

    static func unwrap(
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
