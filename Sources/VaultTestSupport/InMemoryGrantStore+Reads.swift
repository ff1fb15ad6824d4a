import Synchronization
package import VaultCore

extension InMemoryGrantStore {
    package func grant(_ id: GrantID) throws(StoreFailure) -> Grant? {
        try state.withLock { state throws(StoreFailure) in try state.readable(id)?.grant }
    }

    package func damagedGrants(_ selector: GrantSelector) throws(StoreFailure) -> [DamagedGrant] {
        state.withLock { state in
            state.unreadable.sorted().compactMap { id in
                guard let key = state.lineages[id]?.grant.key, selector.means(id, key) else { return nil }
                return DamagedGrant(id: id, key: key)
            }
        }
    }

    package func grants(of subject: Subject, at provider: ProviderName) throws(StoreFailure) -> [Grant] {
        guard try damagedGrants(.subject(subject, provider, nil)).isEmpty else {
            throw .damaged(reason: "as the test wants it")
        }
        return all { $0.subject == subject && $0.provider == provider }
    }

    package func grant(_ key: GrantKey) throws(StoreFailure) -> Grant? {
        try state.withLock { state throws(StoreFailure) in
            guard let id = state.ids[key] else { return nil }
            return try state.readable(id)?.grant
        }
    }

    package func list(_ filter: GrantFilter) throws(StoreFailure) -> [Grant] {
        Array(all { $0.passes(filter) }.prefix(filter.limit))
    }

    package func lineage(_ id: GrantID) throws(StoreFailure) -> StoredLineage? {
        try state.withLock { state throws(StoreFailure) in try state.readable(id) }
    }

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
            state.lineages.values.map(\.grant).filter { !state.unreadable.contains($0.id) && holds($0) }.sorted {
                $0.id < $1.id
            }
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

extension InMemoryGrantStore.State {
    fileprivate func readable(_ id: GrantID) throws(StoreFailure) -> StoredLineage? {
        if unreadable.contains(id) { throw .damaged(reason: "as the test wants it") }
        return lineages[id]
    }
}

extension GrantSelector {
    fileprivate func means(_ id: GrantID, _ key: GrantKey) -> Bool {
        switch self {
        case .id(let wanted): wanted == id
        case .subject(let subject, let provider, let account):
            key.subject == subject && key.provider == provider && (account ?? key.account) == key.account
        }
    }
}
