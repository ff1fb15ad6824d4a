import VaultCore

/// What may be written to the table `access_tokens`: one token per grant and requested scopes.
struct TokenWrites {
    static let upsertSQL = """
        INSERT INTO access_tokens (grant_id, requested_scopes, granted_scopes, generation, minted_at, expires_at, token,
            token_type)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (grant_id, requested_scopes) DO UPDATE SET granted_scopes = excluded.granted_scopes,
            generation = excluded.generation, minted_at = excluded.minted_at, expires_at = excluded.expires_at,
            token = excluded.token, token_type = excluded.token_type
        """
    static let deleteSQL = "DELETE FROM access_tokens WHERE grant_id = ?"
    static let expireSQL = "DELETE FROM access_tokens WHERE grant_id = ? AND expires_at <= ?"

    private let upsertion: Statement
    private let deletion: Statement
    private let expiry: Statement

    init(_ connection: Connection) {
        upsertion = connection.prepare(Self.upsertSQL)
        deletion = connection.prepare(Self.deleteSQL)
        expiry = connection.prepare(Self.expireSQL)
    }

    func keep(_ token: StoredToken, of id: GrantID) throws(SQLiteError) {
        upsertion.add(id.rawValue)
        upsertion.add(RequestedScopes.text(of: token.requestedScopes))
        upsertion.add(token.grantedScopes.spaceSeparated)
        upsertion.add(token.generation.number)
        upsertion.add(token.mintedAt.milliseconds)
        upsertion.add(token.expiresAt.milliseconds)
        upsertion.add(token.token.bytes)
        upsertion.add(token.type.rawValue)
        try upsertion.run()
    }

    func delete(of id: GrantID) throws(SQLiteError) {
        deletion.add(id.rawValue)
        try deletion.run()
    }

    func deleteExpired(of id: GrantID, at now: Timestamp) throws(SQLiteError) {
        expiry.add(id.rawValue)
        expiry.add(now.milliseconds)
        try expiry.run()
    }
}
