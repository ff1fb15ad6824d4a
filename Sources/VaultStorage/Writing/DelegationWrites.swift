import VaultCore

/// What may be written to the table `delegations`; a use is counted by the statement that checks that there is one.
struct DelegationWrites {
    /// Only where the grant stands and is the one that the tag was made for, and the session that it ends with is there.
    static let insertSQL = """
        INSERT INTO delegations (id, grant_id, creator, client, scopes, full_token, created_at, expires_at, max_uses, uses,
            last_used_at, purpose, session_id, tag)
        SELECT ?, g.id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM grants AS g
        WHERE g.id = ? AND g.subject = ? AND g.provider = ? AND g.account = ?
            AND (? IS NULL OR EXISTS (SELECT 1 FROM sessions WHERE id = ?))
        ON CONFLICT DO NOTHING
        """
    static let spendSQL = """
        UPDATE delegations SET uses = uses + 1, last_used_at = ?1
        WHERE id = ?2 AND expires_at > ?1 AND (max_uses IS NULL OR uses < max_uses)
        """
    static let deleteSQL = "DELETE FROM delegations WHERE id = ?"
    static let expireSQL = """
        DELETE FROM delegations WHERE id IN
            (SELECT id FROM delegations WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)
        """

    private let insertion: Statement
    private let spending: Statement
    private let deletion: Statement
    private let expiry: Statement

    init(_ connection: Connection) {
        insertion = connection.prepare(Self.insertSQL)
        spending = connection.prepare(Self.spendSQL)
        deletion = connection.prepare(Self.deleteSQL)
        expiry = connection.prepare(Self.expireSQL)
    }

    /// - Returns: false when its grant is not there, or its id is taken.
    func insert(_ stored: StoredDelegation) throws(SQLiteError) -> Bool {
        let delegation = stored.delegation
        insertion.add(delegation.id.rawValue)
        insertion.add(delegation.creator.text)
        insertion.add(delegation.client.text)
        insertion.add(delegation.scopes?.spaceSeparated)
        insertion.add(delegation.givesFullToken ? 1 : 0 as Int64)
        insertion.add(delegation.createdAt.milliseconds)
        insertion.add(delegation.expiresAt.milliseconds)
        insertion.add(delegation.maximumUses)
        insertion.add(delegation.uses)
        insertion.add(delegation.lastUsedAt?.milliseconds)
        insertion.add(delegation.purpose?.text)
        insertion.add(delegation.session?.rawValue)
        insertion.add(stored.tag)
        insertion.add(delegation.grant.rawValue)
        insertion.add(delegation.key)
        for _ in 0..<2 { insertion.add(delegation.session?.rawValue) }
        return try insertion.run() == 1
    }

    /// - Returns: false when no use is left.
    func spend(_ id: DelegationID, at now: Timestamp) throws(SQLiteError) -> Bool {
        spending.add(now.milliseconds)
        spending.add(id.rawValue)
        return try spending.run() == 1
    }

    /// - Returns: false when there is none.
    func delete(_ id: DelegationID) throws(SQLiteError) -> Bool {
        deletion.add(id.rawValue)
        return try deletion.run() == 1
    }

    /// - Returns: false when none had expired.
    func deleteExpired(at now: Timestamp, limit: Int) throws(SQLiteError) -> Bool {
        expiry.add(now.milliseconds)
        expiry.add(Int64(limit))
        return try expiry.run() > 0
    }
}
