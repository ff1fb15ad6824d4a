import Synchronization
package import VaultCore

extension InMemoryGrantStore: ScopeUseStore {
    package func add(
        _ counts: ScopeCounts, day: Int64, since: Timestamp, keeping first: Int64
    ) async throws(StoreFailure) {
        try write { state in
            if state.scopesRecordedSince == nil { state.scopesRecordedSince = since }
            for (key, count) in counts { state.add(count, to: key, day) }
            state.scopeUses = state.scopeUses.filter { $0.key >= first }
        }
    }

    package func scopeUses(from day: Int64, of client: ClientName?) throws(StoreFailure) -> ScopeUses {
        state.withLock { state in
            let days = state.scopeUses.filter { $0.key >= day }.values
            let counts = days.reduce(into: ScopeCounts()) { sums, counts in sums.merge(counts, uniquingKeysWith: +) }
            return ScopeUses(
                recordedSince: state.scopesRecordedSince,
                counts: counts.filter { client == nil || client == $0.key.client })
        }
    }
}

extension InMemoryGrantStore.State {
    fileprivate mutating func add(_ count: Int64, to key: ScopeUseKey, _ day: Int64) {
        let counts = scopeUses[day] ?? [:]
        let others = counts.keys.filter { $0.client == key.client && $0.provider == key.provider && !$0.scope.isEmpty }
        let hasRoom = key.scope.isEmpty || counts[key] != nil || others.count < ScopeUses.scopesPerDay
        scopeUses[day, default: [:]][hasRoom ? key : key.untold, default: 0] += count
    }
}
