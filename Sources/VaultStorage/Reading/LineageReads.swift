import VaultCore

/// Reads what a refresh needs: the sealed secrets and the record keys that they are sealed under.
struct LineageReads {
    static let lineageSQL = """
        SELECT \(GrantRow.columns), \(GrantRow.labelColumns), g.refresh_token, k.master_key, k.wrapped, p.key
        FROM grants AS g LEFT JOIN record_keys AS k ON k.id = g.id LEFT JOIN proof_keys AS p ON p.id = g.id \(GrantRow.labelJoin)
        WHERE g.id = ? ORDER BY l.position
        """
    static let tokenSQL = """
        SELECT token_type, granted_scopes, generation, minted_at, expires_at, token
        FROM access_tokens WHERE grant_id = ? AND requested_scopes = ?
        """
    static let intentsSQL = "SELECT grant_id, generation, started_at FROM refresh_intents ORDER BY grant_id"

    private let lineage: Statement
    private let token: Statement
    private let intents: Statement

    init(_ connection: Connection) {
        lineage = connection.prepare(Self.lineageSQL)
        token = connection.prepare(Self.tokenSQL)
        intents = connection.prepare(Self.intentsSQL)
    }

    func lineage(_ id: GrantID) throws(SQLiteError) -> StoredLineage? {
        var found: StoredLineage?
        lineage.add(id.rawValue)
        try lineage.forEach { row throws(SQLiteError) in
            let grant = try GrantRow.grant(from: &row)
            let label = try GrantRow.label(from: &row)
            if found == nil { found = try Self.lineage(of: grant, from: &row) }
            if let label { found?.grant.labels.append(label) }
        }
        return found
    }

    /// Whether it reads back, with its record key.
    func isWhole(_ id: GrantID) throws(SQLiteError) -> Bool {
        do throws(SQLiteError) { return try lineage(id) != nil } catch {
            guard error.isDamage else { throw error }
            return false
        }
    }

    func token(_ id: GrantID, scopes: ScopeSet?) throws(SQLiteError) -> StoredToken? {
        token.add(id.rawValue)
        token.add(RequestedScopes.text(of: scopes))
        return try token.first { row throws(SQLiteError) in
            let type = try GrantRow.tokenType(row.text())
            let granted = try GrantRow.scopes(row.text())
            let generation = Generation(number: row.int())
            let (minted, expires) = (row.int(), row.int())
            return StoredToken(
                token: SealedSecret(bytes: row.blob()), type: type, generation: generation, requestedScopes: scopes,
                grantedScopes: granted, mintedAt: Timestamp(milliseconds: minted),
                expiresAt: Timestamp(milliseconds: expires))
        }
    }

    func openIntents() throws(SQLiteError) -> [RefreshIntent] {
        var open: [RefreshIntent] = []
        try intents.forEach { row throws(SQLiteError) in
            guard let grant = GrantID(rawValue: row.int()) else { throw .damaged("an intent's id is not positive") }
            let generation = Generation(number: row.int())
            open.append(
                RefreshIntent(
                    grant: grant, generation: generation, startedAt: Timestamp(milliseconds: row.int())))
        }
        return open
    }

    private static func lineage(of grant: Grant, from row: inout Row) throws(SQLiteError) -> StoredLineage {
        let refreshToken = SealedSecret(bytes: row.blob())
        guard let masterKey = row.optionalInt() else { throw .damaged("a grant has no record key") }
        let recordKey = WrappedRecordKey(masterKey: MasterKeyVersion(number: masterKey), bytes: row.blob())
        return StoredLineage(
            grant: grant, refreshToken: refreshToken, recordKey: recordKey,
            proofKey: row.optionalBlob().map(SealedSecret.init))
    }
}
