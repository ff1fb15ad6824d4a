package import VaultCore

extension SQLiteStore: MasterKeyStore {
    package func storeID() throws(StoreFailure) -> [UInt8] {
        try readers.read { reader throws(SQLiteError) in try reader.store.storeID() }
    }

    package func masterKeys() throws(StoreFailure) -> [StoredMasterKey] {
        try readers.read { reader throws(SQLiteError) in try reader.store.masterKeys() }
    }

    package func add(_ key: StoredMasterKey) throws(StoreFailure) {
        let reply = BlockingReply()
        queue.submit(PendingWrite(job: .addMasterKey(key), tale: .events([]), waiter: .thread(reply)))
        _ = try reply.wait().get()
    }

    package func passphraseSeal() throws(StoreFailure) -> PassphraseSeal? {
        try readers.read { reader throws(SQLiteError) in try reader.store.passphraseSeal() }
    }

    package func begin(with key: StoredMasterKey, seal: PassphraseSeal?) throws(StoreFailure) {
        let reply = BlockingReply()
        queue.submit(PendingWrite(job: .beginKeys(key, seal: seal), tale: .events([]), waiter: .thread(reply)))
        _ = try reply.wait().get()
    }

    package func replaceWrapped(
        _ wrapped: [MasterKeyVersion: [UInt8]], seal: PassphraseSeal?, telling events: [AuditEvent]
    ) async throws(StoreFailure) {
        _ = try await write(.replaceWrappedKeys(wrapped, seal: seal), telling: events)
    }
}
