package import VaultCore

extension SQLiteStore {
    package func grant(_ id: GrantID) throws(StoreFailure) -> Grant? {
        try readers.read { reader throws(SQLiteError) in try reader.grants.grant(id) }
    }

    package func grants(of subject: Subject, at provider: ProviderName) throws(StoreFailure) -> [Grant] {
        try readers.read { reader throws(SQLiteError) in try reader.grants.grants(of: subject, at: provider) }
    }

    package func grant(_ key: GrantKey) throws(StoreFailure) -> Grant? {
        try readers.read { reader throws(SQLiteError) in try reader.grants.grant(key) }
    }

    package func standing(_ key: GrantKey, scopes: ScopeSet) throws(StoreFailure) -> StandingGrant? {
        try readers.read { reader throws(SQLiteError) in
            switch try reader.standing.look(key, scopes) {
            case .none: nil
            case .sound(let grant): grant
            case .unclear: try reader.grants.grant(key).map(StandingGrant.init)
            }
        }
    }

    package func liveGrants(
        of account: Account, at provider: ProviderName, most: Int
    ) throws(StoreFailure) -> Int {
        try readers.read { reader throws(SQLiteError) in
            try reader.forecast.live(of: account, at: provider, most: most)
        }
    }

    package func damagedGrants(_ selector: GrantSelector) throws(StoreFailure) -> [DamagedGrant] {
        try readers.read { reader throws(SQLiteError) in
            var damaged: [DamagedGrant] = []
            for row in try reader.damaged.rows(selector) where try !reader.lineages.isWhole(row.id) {
                damaged.append(row)
            }
            return damaged
        }
    }

    package func list(_ filter: GrantFilter) throws(StoreFailure) -> [Grant] {
        try readers.read { reader throws(SQLiteError) in
            try reader.grants.list(filter) { damages.report("grants", $0) }
        }
    }

    package func lineage(_ id: GrantID) throws(StoreFailure) -> StoredLineage? {
        try readers.read { reader throws(SQLiteError) in try reader.lineages.lineage(id) }
    }

    package func recordKey(of record: Int64) throws(StoreFailure) -> WrappedRecordKey? {
        try readers.read { reader throws(SQLiteError) in try reader.recordKeys.key(of: record) }
    }

    package func cachedToken(_ id: GrantID, scopes: ScopeSet?) throws(StoreFailure) -> StoredToken? {
        try readers.read { reader throws(SQLiteError) in try reader.lineages.token(id, scopes: scopes) }
    }

    package func keptToken(_ id: GrantID, scopes: ScopeSet?) throws(StoreFailure) -> KeptToken? {
        try readers.read { reader throws(SQLiteError) in try reader.lineages.keptToken(id, scopes: scopes) }
    }

    package func foundGrants(of subject: Subject, at provider: ProviderName) throws(StoreFailure) -> FoundGrants {
        try readers.read { reader throws(SQLiteError) in try reader.found.grants(of: subject, at: provider) }
    }

    package func openIntents() throws(StoreFailure) -> [RefreshIntent] {
        try readers.read { reader throws(SQLiteError) in try reader.lineages.openIntents() }
    }

    package func dueRevocations(at now: Timestamp, limit: Int) throws(StoreFailure) -> [RevocationJob] {
        try readers.read { reader throws(SQLiteError) in
            try reader.revocations.due(at: now, limit: limit) { damages.report("revocations", $0) }
        }
    }

    package func pendingRevocations() throws(StoreFailure) -> Int {
        try readers.read { reader throws(SQLiteError) in try reader.revocations.pending() }
    }
}
