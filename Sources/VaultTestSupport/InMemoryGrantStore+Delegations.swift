import Synchronization
package import VaultCore

extension InMemoryGrantStore {
    package func delegation(_ id: DelegationID) throws(StoreFailure) -> StoredDelegation? {
        state.withLock { $0.delegations[id] }
    }

    package func delegations(_ filter: DelegationFilter) throws(StoreFailure) -> [Delegation] {
        let all = state.withLock { state in state.delegations.values.map(\.delegation) }
        return Array(all.filter { $0.passes(filter) }.sorted { $0.id < $1.id }.prefix(filter.limit))
    }

    package func add(_ stored: StoredDelegation, telling events: [AuditEvent]) async throws(StoreFailure) {
        try change(telling: events) { state throws(StoreFailure) in
            let delegation = stored.delegation
            guard state.masterKeys[stored.recordKey.masterKey]?.state != .destroyed,
                state.lineages[delegation.grant]?.grant.key == delegation.key, state.delegations[delegation.id] == nil,
                delegation.session.map({ state.sessions[$0] != nil }) ?? true
            else { throw .conflict }
            state.delegations[delegation.id] = stored
            state.masterKeys[stored.recordKey.masterKey]?.wraps += 1
        }
    }

    package func spend(
        _ id: DelegationID, at now: Timestamp, telling events: [AuditEvent]
    ) async throws(StoreFailure) -> Bool {
        try write(telling: events) { state in
            guard let delegation = state.delegations[id]?.delegation,
                delegation.refusal(of: delegation.client, at: now) == nil
            else { return false }
            state.delegations[id]?.delegation.uses += 1
            state.delegations[id]?.delegation.lastUsedAt = now
            return true
        }
    }

    package func remove(_ id: DelegationID, telling events: [AuditEvent]) async throws(StoreFailure) -> Bool {
        try write(telling: events) { $0.delegations.removeValue(forKey: id) != nil }
    }

    package func removeExpired(at now: Timestamp, limit: Int) async throws(StoreFailure) -> Bool {
        try write { state in
            let expired = state.delegations.values.map(\.delegation).filter { $0.expiresAt <= now }
            let chosen = expired.sorted { $0.expiresAt < $1.expiresAt }.prefix(limit)
            for delegation in chosen { state.delegations[delegation.id] = nil }
            return !chosen.isEmpty
        }
    }
}

extension InMemoryGrantStore.State {
    mutating func dropDelegations(of grant: GrantID) {
        delegations = delegations.filter { $0.value.delegation.grant != grant }
    }
}

extension Delegation {
    fileprivate func passes(_ filter: DelegationFilter) -> Bool {
        (filter.grant == nil || filter.grant == grant)
            && (filter.subject == nil || filter.subject == key.subject)
            && (filter.client == nil || filter.client == client)
            && (filter.providers?.contains(key.provider) ?? true)
            && (filter.after.map { $0 < id } ?? true)
    }
}
