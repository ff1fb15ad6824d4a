package import VaultCore

extension SQLiteStore: KeyRotationStore {
    package func prepare(_ key: StoredMasterKey, telling events: [AuditEvent]) async throws(StoreFailure) {
        _ = try await write(.addMasterKey(key), telling: events)
    }

    package func activate(
        _ version: MasterKeyVersion, at now: Timestamp, telling events: [AuditEvent]
    ) async throws(StoreFailure) {
        _ = try await write(.activateMasterKey(version, at: now), telling: events)
    }

    package func destroy(
        _ version: MasterKeyVersion, at now: Timestamp, telling events: [AuditEvent]
    ) async throws(StoreFailure) {
        _ = try await write(.destroyMasterKey(version, at: now), telling: events)
    }

    package func rewrap(_ keys: [RewrappedKey]) async throws(StoreFailure) {
        _ = try await write(.rewrap(keys))
    }

    package func emptyWAL() async throws(StoreFailure) -> Bool { try await write(.emptyWAL) }

    package func recordKeyCounts() throws(StoreFailure) -> [MasterKeyVersion: Int] {
        try readers.read { reader throws(SQLiteError) in try reader.recordKeys.counts() }
    }

    package func needs(of version: MasterKeyVersion) throws(StoreFailure) -> KeyNeeds {
        try readers.read { reader throws(SQLiteError) in try reader.recordKeys.needs(of: version) }
    }

    package func recordKeys(
        under version: MasterKeyVersion, after: Int64, limit: Int
    ) throws(StoreFailure) -> [StoredRecordKey] {
        try readers.read { reader throws(SQLiteError) in
            try reader.recordKeys.keys(under: version, after: after, limit: limit)
        }
    }

    package func filesHold(_ bytes: [UInt8]) throws(StoreFailure) -> Bool {
        try readers.read { reader throws(SQLiteError) in try reader.files.hold(bytes) }
    }
}
