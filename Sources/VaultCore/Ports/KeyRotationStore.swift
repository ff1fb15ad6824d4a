/// What a rotation of master keys needs of the store. Reads see everything that a write has returned from; writes are durable
/// when they return.
package protocol KeyRotationStore: MasterKeyStore {
    /// Stores a prepared key.
    ///
    /// - Throws: `.conflict` when the version exists, or another key is prepared.
    func prepare(_ key: StoredMasterKey, telling events: [AuditEvent]) async throws(StoreFailure)

    /// The prepared key becomes active and the active one retiring, in one transaction.
    ///
    /// - Throws: `.conflict` when the version is not prepared.
    func activate(
        _ version: MasterKeyVersion, at: Timestamp, telling events: [AuditEvent]
    ) async throws(StoreFailure)

    /// The retiring key becomes destroyed and its wrapped form is erased. From then on no record key under it is stored.
    ///
    /// - Throws: `.conflict` when the version is not retiring or a record key still names it; looked at in the transaction.
    func destroy(
        _ version: MasterKeyVersion, at: Timestamp, telling events: [AuditEvent]
    ) async throws(StoreFailure)

    /// How many record keys name each version; versions that none names are absent.
    func recordKeyCounts() throws(StoreFailure) -> [MasterKeyVersion: Int]

    /// What needs this version.
    func needs(of version: MasterKeyVersion) throws(StoreFailure) -> KeyNeeds

    /// Record keys under this version with ids above `after`, in order of ids.
    func recordKeys(
        under version: MasterKeyVersion, after: Int64, limit: Int
    ) throws(StoreFailure) -> [StoredRecordKey]

    /// Replaces record keys in one transaction, each only where its old form still stands.
    func rewrap(_ keys: [RewrappedKey]) async throws(StoreFailure)

    /// Moves what the write-ahead log holds into the database and cuts it to nothing.
    ///
    /// - Returns: false when a reader was in the way.
    func emptyWAL() async throws(StoreFailure) -> Bool

    /// Whether these bytes stand anywhere in the store's files, free pages and the write-ahead log included. Reads all of
    /// them.
    func filesHold(_ bytes: [UInt8]) throws(StoreFailure) -> Bool
}
