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

    package func liveGrants(
        of account: Account, at provider: ProviderName, most: Int
    ) throws(StoreFailure) -> Int {
        guard account != .unknown else { return 0 }
        return min(
            most, all { $0.account == account && $0.provider == provider && $0.status == .active }.count)
    }

    package func grant(_ key: GrantKey) throws(StoreFailure) -> Grant? {
        try state.withLock { state throws(StoreFailure) in
            guard let id = state.ids[key] else { return nil }
            return try state.readable(id)?.grant
        }
    }

    package func list(_ filter: GrantFilter) throws(StoreFailure) -> [Grant] {
        let told = filter.deaths?.untoldForMilliseconds == nil ? [:] : state.withLock { $0.deathsTold }
        let moved = filter.deaths?.untoldForMilliseconds ?? 0
        var found = all { grant in
            guard grant.passes(filter) else { return false }
            guard let moment = told[grant.id], let death = grant.death else { return true }
            return death.at.milliseconds > moment.milliseconds + moved
        }
        if filter.deaths != nil {
            found.sort { ($0.death?.at ?? $0.createdAt, $0.id) < ($1.death?.at ?? $1.createdAt, $1.id) }
        }
        return Array(found.prefix(filter.limit))
    }

    package func lineage(_ id: GrantID) throws(StoreFailure) -> StoredLineage? {
        try state.withLock { state throws(StoreFailure) in try state.readable(id) }
    }

    package func cachedToken(_ id: GrantID, scopes: ScopeSet?) throws(StoreFailure) -> StoredToken? {
        state.withLock { $0.tokens[id]?[scopes] }
    }

    package func keptToken(_ id: GrantID, scopes: ScopeSet?) throws(StoreFailure) -> KeptToken? {
        try state.withLock { state throws(StoreFailure) in
            guard let token = state.tokens[id]?[scopes], let lineage = try state.readable(id),
                lineage.grant.status == .active
            else { return nil }
            let grant = lineage.grant
            let others = state.ids.filter { key, other in
                key.subject == grant.subject && key.provider == grant.provider && other != id
            }
            return KeptToken(
                token: token, recordKey: lineage.recordKey, generation: grant.generation, scopes: grant.scopes,
                authentication: grant.authentication, isOnlyAccount: others.isEmpty)
        }
    }

    package func foundGrants(of subject: Subject, at provider: ProviderName) throws(StoreFailure) -> FoundGrants {
        var found = FoundGrants(grants: try grants(of: subject, at: provider))
        if found.grants.count == 1 { found.kept = try keptToken(found.grants[0].id, scopes: nil) }
        return found
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
            && (filter.deaths.map(dies) ?? true)
            && (filter.after.map(isBehind) ?? true)
    }
}

extension Grant {
    private func isBehind(_ place: GrantPlace) -> Bool {
        guard let moment = place.diesAt, let death else { return place.id < id }
        return (moment, place.id) < (death.at, id)
    }

    private func dies(in window: DeathWindow) -> Bool {
        guard let death, death.at <= window.until, window.after.map({ $0 < death.at }) ?? true else { return false }
        return window.includesCondemned ? status != .reauthRequired(.ended) : status == .active
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
