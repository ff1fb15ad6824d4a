import Synchronization
package import VaultCore

extension KeyringSealer: MasterKeyring {
    package func makeMasterKey(_ version: MasterKeyVersion) throws(SealFailure) -> [UInt8] {
        guard let keyring else { throw .isSealed }
        do { return try keyring.makeMasterKey(version) } catch { throw .cryptoFailed }
    }

    package func follow(_ stored: [StoredMasterKey]) throws(SealFailure) {
        guard let before = keyring else { throw .isSealed }
        let next: Keyring
        do { next = try before.following(stored) } catch { throw .cryptoFailed }
        let isInUse = state.withLock { state in
            // Whoever locked or resealed meanwhile has the last word.
            guard state.keyring === before else { return false }
            state.keyring = next
            return true
        }
        guard isInUse else { throw .isSealed }
    }

    package func rewrap(_ key: WrappedRecordKey, of record: Int64) throws(SealFailure) -> WrappedRecordKey {
        let (keyring, scratch) = try take()
        defer { giveBack(scratch) }
        try Self.unwrap(key, of: record, keyring, into: scratch)
        return try Self.wrap(scratch, of: record, keyring)
    }

    package func check(_ key: WrappedRecordKey, of record: Int64) throws(SealFailure) {
        let (keyring, scratch) = try take()
        defer { giveBack(scratch) }
        try Self.unwrap(key, of: record, keyring, into: scratch)
    }
}
