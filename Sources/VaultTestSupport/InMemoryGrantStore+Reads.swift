import Synchronization
package import VaultCore

extension InMemoryGrantStore {
    package func grant(_ id: GrantID) throws(StoreFailure) -> Grant? { state.withLock { $0.lineages[id]?.grant } }

    package func grants(of subject: Subject, at provider: ProviderName) throws(StoreFailure) -> [Grant] {
        all { $0.subject == subject && $0.provider == provider }
    }

    package func grant(_ key: GrantKey) throws(StoreFailure) -> Grant? {
        state.withLock { state in state.ids[key].flatMap { state.lineages[$0]?.grant } }
    }

    package func list(_ filter: GrantFilter) throws(StoreFailure) -> [Grant] {
        Array(all { $0.passes(filter) }.prefix(filter.limit))
    }

    package func lineage(_ id: GrantID) throws(StoreFailure) -> StoredLineage? { state.withLock { $0.lineages[id] } }

    package func cachedToken(_ id: GrantID, scopes: ScopeSet?) throws(StoreFailure) -> StoredToken? {
        state.withLock { $0.tokens[id]?[scopes] }
    }

    package func openIntents() throws(StoreFailure) -> [RefreshIntent] {
        state.withLock { state in state.intents.values.sorted { $0.grant < $1.grant } }
    }

    package func dueRevocations(at now: Timestamp, limit: Int) throws(StoreFailure) -> [RevocationJob] {
        let due = state.withLock { state in state.revocations.values.filter { $0.dueAt <= now } }
        return Array(due.sorted { ($0.dueAt, $0.id) < ($1.dueAt, $1.id) }.prefix(limit))
    }

    package func pendingRevocations() throws(StoreFailure) -> Int { state.withLock { $0.revocations.count } }

    private func all(where holds: (Grant) -> Bool) -> [Grant] {
        state.withLock { state in
            state.lineages.values.map(\.grant).filter(holds).sorted { $0.id < $1.id }
        }
    }
}

extension Grant {
    fileprivate func passes(_ filter: GrantFilter) -> Bool {
        (filter.subject == nil || filter.subject == subject)
            && (filter.providers?.contains(provider) ?? true)
            && (filter.isActive == nil || filter.isActive == (status == .active))
            && (filter.label.map(labels.contains) ?? true)
            && (filter.after.map { $0 < id } ?? true)
    }
}
