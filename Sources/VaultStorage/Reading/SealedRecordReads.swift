import VaultCore

/// Reads every sealed value with what it is bound to, row by row; a row that does not read back is handed over as that.
struct SealedRecordReads {
    static let grantsSQL = """
        SELECT \(GrantRow.columns), g.refresh_token, k.master_key, k.wrapped
        FROM grants AS g LEFT JOIN record_keys AS k ON k.id = g.id ORDER BY g.id
        """
    static let proofKeysSQL = """
        SELECT p.id, g.subject, g.provider, g.account, p.key, k.master_key, k.wrapped
        FROM proof_keys AS p LEFT JOIN grants AS g ON g.id = p.id LEFT JOIN record_keys AS k ON k.id = p.id
        ORDER BY p.id
        """
    static let labelsSQL = "SELECT grant_id, name, value FROM grant_labels ORDER BY grant_id"
    static let tokensSQL = """
        SELECT t.id, t.grant_id, g.subject, g.provider, g.account, t.token_type, t.generation, t.requested_scopes, t.granted_scopes,
            t.minted_at, t.expires_at, \(GrantRow.authenticationColumns), t.token, k.master_key, k.wrapped
        FROM access_tokens AS t LEFT JOIN grants AS g ON g.id = t.grant_id LEFT JOIN record_keys AS k ON k.id = t.grant_id
        ORDER BY t.id
        """
    static let revocationsSQL = """
        SELECT r.id, r.subject, r.provider, r.account, r.generation, r.token, k.master_key, k.wrapped
        FROM revocations AS r LEFT JOIN record_keys AS k ON k.id = r.id ORDER BY r.id
        """
    static let delegationsSQL =
        "SELECT \(DelegationRow.columns) FROM \(DelegationRow.tables) ORDER BY d.id"
    static let sessionsSQL = "SELECT \(SessionRow.columns) FROM \(SessionRow.tables) ORDER BY s.id"
    static let ownerlessSQL = """
        SELECT id FROM record_keys
        WHERE id NOT IN (SELECT id FROM grants) AND id NOT IN (SELECT id FROM revocations)
            AND id NOT IN (SELECT id FROM delegations) AND id NOT IN (SELECT id FROM sessions)
            AND id NOT IN (SELECT id FROM identity_key)
        ORDER BY id
        """

    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    func forEach(_ visit: (SealedRecord) -> Void) throws(SQLiteError) {
        try scan(Self.grantsSQL, "grants", visit, Self.grant)
        try scan(Self.proofKeysSQL, "proof_keys", visit, Self.proofKey)
        try scan(Self.tokensSQL, "access_tokens", visit, Self.token)
        try scan(Self.revocationsSQL, "revocations", visit, Self.revocation)
        try connection.prepare(Self.labelsSQL).forEach { row throws(SQLiteError) in
            // No secret: only what does not read back is told of.
            let id = row.int()
            do throws(SQLiteError) { _ = try GrantRow.label(from: &row) } catch {
                visit(SealedRecord(table: "grant_labels", id: id, .unreadable(error.message)))
            }
        }
        try connection.prepare(Self.delegationsSQL).forEach { row throws(SQLiteError) in
            // Nothing in it opens: its tag is compared, and with a handle only.
            let id = row.firstInt
            do throws(SQLiteError) { _ = try DelegationRow.delegation(from: &row) } catch {
                visit(SealedRecord(table: "delegations", id: id, .unreadable(error.message)))
            }
        }
        // What only their cookies open is left alone.
        try scan(Self.sessionsSQL, "sessions", visit, Self.session)
        try connection.prepare(Self.ownerlessSQL).forEach { row throws(SQLiteError) in
            visit(SealedRecord(table: "record_keys", id: row.int(), .ownerless))
        }
    }

    private func scan(
        _ sql: String, _ table: String, _ visit: (SealedRecord) -> Void,
        _ read: (inout Row) throws(SQLiteError) -> SealedRecord.Content
    ) throws(SQLiteError) {
        try connection.prepare(sql).forEach { row throws(SQLiteError) in
            let id = row.firstInt
            let content: SealedRecord.Content
            do throws(SQLiteError) {
                content = try read(&row)
            } catch {
                guard error.isDamage else { throw error }
                content = .unreadable(error.message)
            }
            visit(SealedRecord(table: table, id: id, content))
        }
    }

    private static func grant(from row: inout Row) throws(SQLiteError) -> SealedRecord.Content {
        let grant = try GrantRow.grant(from: &row)
        let secret = SealedSecret(bytes: row.blob())
        return .sealed(secret, under: try recordKey(from: &row), in: .refreshToken(of: grant))
    }

    private static func proofKey(from row: inout Row) throws(SQLiteError) -> SealedRecord.Content {
        let record = row.int()
        let key = try GrantRow.key(from: &row)
        let secret = SealedSecret(bytes: row.blob())
        return .sealed(secret, under: try recordKey(from: &row), in: .proofKey(record: record, key: key))
    }

    private static func token(from row: inout Row) throws(SQLiteError) -> SealedRecord.Content {
        _ = row.int()
        let record = row.int()
        let key = try GrantRow.key(from: &row)
        let type = try GrantRow.tokenType(row.text())
        let generation = Generation(number: row.int())
        let requested = try RequestedScopes.scopes(of: row.text())
        let granted = try GrantRow.scopes(row.text())
        let (minted, expires) = (Timestamp(milliseconds: row.int()), Timestamp(milliseconds: row.int()))
        let authentication = try GrantRow.authentication(from: &row)
        let secret = SealedSecret(bytes: row.blob())
        let context = SealContext.accessToken(
            record: record, key: key, type: type, generation: generation, requested: requested, granted: granted,
            mintedAt: minted, expiresAt: expires, authentication: authentication)
        return .sealed(secret, under: try recordKey(from: &row), in: context)
    }

    private static func revocation(from row: inout Row) throws(SQLiteError) -> SealedRecord.Content {
        let id = row.int()
        let key = try GrantRow.key(from: &row)
        let generation = Generation(number: row.int())
        let secret = SealedSecret(bytes: row.blob())
        return .sealed(
            secret, under: try recordKey(from: &row),
            in: .revocationToken(record: id, key: key, generation: generation))
    }

    private static func session(from row: inout Row) throws(SQLiteError) -> SealedRecord.Content {
        let stored = try SessionRow.stored(from: &row)
        return .sealed(stored.details, under: stored.recordKey, in: .sessionDetails(of: stored.session))
    }

    private static func recordKey(from row: inout Row) throws(SQLiteError) -> WrappedRecordKey {
        guard let version = row.optionalInt() else { throw .damaged("it has no record key") }
        return WrappedRecordKey(masterKey: MasterKeyVersion(number: version), bytes: row.blob())
    }
}
