package import VaultCore

extension SQLiteStore: ScopeUseStore {
    package func add(
        _ counts: ScopeCounts, day: Int64, since: Timestamp, keeping first: Int64
    ) async throws(StoreFailure) {
        _ = try await write(.addScopeUses(counts, day: day, since: since, keeping: first))
    }

    package func scopeUses(from day: Int64, of client: ClientName?) throws(StoreFailure) -> ScopeUses {
        try readers.read { reader throws(SQLiteError) in try reader.scopeUses.uses(from: day, of: client) }
    }
}
