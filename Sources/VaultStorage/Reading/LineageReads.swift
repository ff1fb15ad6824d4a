import VaultCore

/// Reads what a refresh needs: the sealed secrets and the record keys that they are sealed under.
struct LineageReads {
    static let lineageSQL = """
        SELECT \(GrantRow.columns), \(GrantRow.labelColumns), g.refresh_token, k.master_key, k.wrapped, p.key
        FROM grants AS g LEFT JOIN record_keys AS k ON k.id = g.id LEFT JOIN proof_keys AS p ON p.id = g.id \(GrantRow.labelJoin)
        WHERE g.id = ? ORDER BY l.position
        """
    /// Of the table `access_tokens` as `t`.
    static let tokenColumns =
        "t.token_type, t.granted_scopes, t.generation, t.minted_at, t.expires_at, t.token"
    static let tokenSQL = """
        SELECT \(tokenColumns) FROM access_tokens AS t WHERE t.grant_id = ? AND t.requested_scopes = ?
        """
    /// Others of the subject are looked for in the index alone.
    static let keptTokenSQL = """
        SELECT \(tokenColumns), g.generation, g.scopes, \(GrantRow.authenticationColumns), k.master_key, k.wrapped,
            NOT EXISTS (
                SELECT 1 FROM grants AS o WHERE o.subject = g.subject AND o.provider = g.provider AND o.id <> g.id)
        FROM access_tokens AS t JOIN grants AS g ON g.id = t.grant_id LEFT JOIN record_keys AS k ON k.id = t.grant_id
        WHERE t.grant_id = ? AND t.requested_scopes = ? AND g.reauth_reason IS NULL
        """
    static let intentsSQL = "SELECT grant_id, generation, started_at FROM refresh_intents ORDER BY grant_id"

    private let lineage: Statement
    private let token: Statement
    private let kept: Statement
    private let intents: Statement

    init(_ connection: Connection) {
        lineage = connection.prepare(Self.lineageSQL)
        token = connection.prepare(Self.tokenSQL)
        kept = connection.prepare(Self.keptTokenSQL)
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
        return try token.first { row throws(SQLiteError) in try Self.token(scopes, from: &row) }
    }

    func keptToken(_ id: GrantID, scopes: ScopeSet?) throws(SQLiteError) -> KeptToken? {
        kept.add(id.rawValue)
        kept.add(RequestedScopes.text(of: scopes))
        return try kept.first { row throws(SQLiteError) in
            let token = try Self.token(scopes, from: &row)
            let generation = Generation(number: row.int())
            let scopes = try GrantRow.scopes(row.text())
            let authentication = try GrantRow.authentication(from: &row)
            return KeptToken(
                token: token, recordKey: try Self.recordKey(from: &row), generation: generation, scopes: scopes,
                authentication: authentication, isOnlyAccount: row.int() != 0)
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
        let recordKey = try recordKey(from: &row)
        return StoredLineage(
            grant: grant, refreshToken: refreshToken, recordKey: recordKey,
            proofKey: row.optionalBlob().map(SealedSecret.init))
    }

    /// Reads `tokenColumns`.
    static func token(_ scopes: ScopeSet?, from row: inout Row) throws(SQLiteError) -> StoredToken {
        let type = try GrantRow.tokenType(row.text())
        let granted = try GrantRow.scopes(row.text())
        let generation = Generation(number: row.int())
        let (minted, expires) = (row.int(), row.int())
        return StoredToken(
            token: SealedSecret(bytes: row.blob()), type: type, generation: generation, requestedScopes: scopes,
            grantedScopes: granted, mintedAt: Timestamp(milliseconds: minted),
            expiresAt: Timestamp(milliseconds: expires))
    }

    static func recordKey(from row: inout Row) throws(SQLiteError) -> WrappedRecordKey {
        guard let masterKey = row.optionalInt() else { throw .damaged("a grant has no record key") }
        return WrappedRecordKey(masterKey: MasterKeyVersion(number: masterKey), bytes: row.blob())
    }
}
