import Synchronization
package import VaultCore

/// What happens to a store past its port.
extension InMemoryGrantStore {
    /// Puts another record key in the place of a grant's.
    package func damage(_ id: GrantID, _ key: WrappedRecordKey) { state.withLock { $0.lineages[id]?.recordKey = key } }

    /// Makes a grant one that does not read back.
    package func makeUnreadable(_ id: GrantID) { state.withLock { _ = $0.unreadable.insert(id) } }

    /// Takes a grant away.
    package func forget(_ id: GrantID) {
        state.withLock { state in
            guard let lineage = state.lineages.removeValue(forKey: id) else { return }
            state.ids[lineage.grant.key] = nil
        }
    }
}
