import Synchronization
package import VaultCore

extension InMemoryGrantStore {
    package func prepare(_ key: StoredMasterKey, telling events: [AuditEvent]) async throws(StoreFailure) {
        try add(key, telling: events)
    }

    package func activate(
        _ version: MasterKeyVersion, at now: Timestamp, telling events: [AuditEvent]
    ) async throws(StoreFailure) {
        try change(telling: events) { state throws(StoreFailure) in
            guard state.masterKeys[version]?.state == .prepared else { throw .conflict }
            for (other, key) in state.masterKeys where key.state == .active {
                state.masterKeys[other]?.state = .retiring
                state.masterKeys[other]?.retiredAt = now
            }
            state.masterKeys[version]?.state = .active
            state.masterKeys[version]?.activatedAt = now
        }
    }

    package func destroy(
        _ version: MasterKeyVersion, at now: Timestamp, telling events: [AuditEvent]
    ) async throws(StoreFailure) {
        try change(telling: events) { state throws(StoreFailure) in
            guard state.masterKeys[version]?.state == .retiring,
                !state.recordKeys.values.contains(where: { $0.masterKey == version })
            else { throw .conflict }
            state.masterKeys[version]?.state = .destroyed
            state.masterKeys[version]?.wrapped = []
            state.masterKeys[version]?.destroyedAt = now
        }
    }

    package func recordKeyCounts() throws(StoreFailure) -> [MasterKeyVersion: Int] {
        let (counts, after) = state.withLock { state in
            defer { state.afterCounting = nil }
            return (
                state.recordKeys.values.reduce(into: [:]) { $0[$1.masterKey, default: 0] += 1 }, state.afterCounting
            )
        }
        after?()
        return counts
    }

    package func needs(of version: MasterKeyVersion) throws(StoreFailure) -> KeyNeeds {
        state.withLock { state in
            let grants = state.lineages.filter { $0.value.recordKey.masterKey == version }.map(\.key)
            let jobs = state.revocations.values.count { $0.recordKey.masterKey == version }
            return KeyNeeds(
                records: grants.count + jobs, grants: grants.count,
                cachedTokens: grants.reduce(0) { $0 + (state.tokens[$1]?.count ?? 0) }, revocations: jobs)
        }
    }

    package func recordKey(of record: Int64) throws(StoreFailure) -> WrappedRecordKey? {
        state.withLock { $0.recordKeys[record] }
    }

    package func recordKeys(
        under version: MasterKeyVersion, after: Int64, limit: Int
    ) throws(StoreFailure) -> [StoredRecordKey] {
        let found = state.withLock { state in
            state.recordKeys.filter { $0.value.masterKey == version && $0.key > after }
        }
        return Array(
            found.map { StoredRecordKey(record: $0.key, key: $0.value) }.sorted { $0.record < $1.record }
                .prefix(limit))
    }

    package func rewrap(_ keys: [RewrappedKey]) async throws(StoreFailure) {
        await state.withLock(\.beforeRewrap)?()
        try write { state in
            for key in keys where state.recordKeys[key.record] == key.old {
                state.replace(key)
                state.masterKeys[key.new.masterKey]?.wraps += 1
            }
        }
    }

    package func emptyWAL() async throws(StoreFailure) -> Bool { try write { _ in true } }

    package func filesHold(_ bytes: [UInt8]) throws(StoreFailure) -> Bool {
        state.withLock { state in state.masterKeys.values.contains { $0.wrapped.suffix(bytes.count) == bytes[...] } }
    }
}

extension InMemoryGrantStore.State {
    fileprivate var recordKeys: [Int64: WrappedRecordKey] {
        var keys: [Int64: WrappedRecordKey] = [:]
        for (id, lineage) in lineages { keys[id.rawValue] = lineage.recordKey }
        for (id, job) in revocations { keys[id] = job.recordKey }
        for (id, stored) in delegations { keys[id.rawValue] = stored.recordKey }
        for (id, kept) in sessions { keys[id.rawValue] = kept.stored.recordKey }
        if let identityKey { keys[identityKey.record] = identityKey.key }
        return keys
    }

    fileprivate mutating func replace(_ key: RewrappedKey) {
        if let id = GrantID(rawValue: key.record), lineages[id] != nil { lineages[id]?.recordKey = key.new }
        if let id = DelegationID(rawValue: key.record) { delegations[id]?.recordKey = key.new }
        if let id = SessionID(rawValue: key.record) { sessions[id]?.stored.recordKey = key.new }
        if identityKey?.record == key.record { identityKey = IdentityKey(record: key.record, key: key.new) }
        if revocations[key.record] != nil { revocations[key.record]?.recordKey = key.new }
    }
}
