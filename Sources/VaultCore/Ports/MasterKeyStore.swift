/// Keeps the wrapped master keys. Used at start and by key rotation; blocking, never on the hot path.
package protocol MasterKeyStore: Sendable {
    /// Random bytes made with the store; every ciphertext is bound to them, so that none opens in another store.
    func storeID() throws(StoreFailure) -> [UInt8]
    func masterKeys() throws(StoreFailure) -> [StoredMasterKey]
    /// - Throws: `.conflict` when the version exists already.
    func add(_ key: StoredMasterKey) throws(StoreFailure)

    /// How the store's passphrase becomes its seal key; nil where it is sealed by a key from elsewhere.
    func passphraseSeal() throws(StoreFailure) -> PassphraseSeal?

    /// Stores the first master key and what it is sealed by, in one transaction.
    ///
    /// - Throws: `.conflict` when a key stands there already; nothing was changed.
    func begin(with key: StoredMasterKey, seal: PassphraseSeal?) throws(StoreFailure)

    /// Replaces the wrapped form of all master keys in one transaction: the seal key changes.
    ///
    /// - Parameters:
    ///   - wrapped: one for each version that is not destroyed.
    ///   - seal: nil where the new seal key comes from elsewhere.
    /// - Throws: `.conflict` when these are not exactly the versions that stand there; nothing was changed.
    func replaceWrapped(
        _ wrapped: [MasterKeyVersion: [UInt8]], seal: PassphraseSeal?, telling events: [AuditEvent]
    ) async throws(StoreFailure)
}
