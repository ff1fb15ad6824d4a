package import VaultCore

extension SQLiteStore: DelegationStore {
    package func delegation(_ id: DelegationID) throws(StoreFailure) -> StoredDelegation? {
        try readers.read { reader throws(SQLiteError) in try reader.delegations.delegation(id) }
    }

    package func delegations(_ filter: DelegationFilter) throws(StoreFailure) -> [Delegation] {
        try readers.read { reader throws(SQLiteError) in
            try reader.delegations.list(filter) { damages.report("delegations", $0) }
        }
    }

    package func add(_ delegation: StoredDelegation, telling events: [AuditEvent]) async throws(StoreFailure) {
        _ = try await write(.addDelegation(delegation), telling: events)
    }

    package func spend(
        _ id: DelegationID, at now: Timestamp, telling events: [AuditEvent]
    ) async throws(StoreFailure) -> Bool {
        try await write(.spendDelegation(id, at: now), telling: events)
    }

    package func remove(_ id: DelegationID, telling events: [AuditEvent]) async throws(StoreFailure) -> Bool {
        try await write(.removeDelegation(id), telling: events)
    }

    package func removeExpired(at now: Timestamp, limit: Int) async throws(StoreFailure) -> Bool {
        try await write(.expireDelegations(at: now, limit: limit))
    }
}
