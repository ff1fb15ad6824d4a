import VaultCore

/// The columns of a delegation in the one order in which they are selected and read.
enum DelegationRow {
    static let columns = """
        d.id, d.grant_id, g.subject, g.provider, g.account, d.creator, d.client, d.scopes, d.full_token, d.created_at, \
        d.expires_at, d.max_uses, d.purpose, d.session_id, d.uses, d.last_used_at
        """
    static let tables = "delegations AS d JOIN grants AS g ON g.id = d.grant_id"

    static func delegation(from row: inout Row) throws(SQLiteError) -> Delegation {
        guard let id = DelegationID(rawValue: row.int()), let grant = GrantID(rawValue: row.int()) else {
            throw .damaged("the id of a delegation or of its grant is not positive")
        }
        let key = try GrantRow.key(from: &row)
        let (creator, client, scopes) = (row.text(), row.text(), row.optionalText())
        let (full, created, expires) = (row.int(), row.int(), row.int())
        let (maximum, purpose, session) = (row.optionalInt(), row.optionalText(), row.optionalInt())
        let (uses, used) = (row.int(), row.optionalInt())
        do throws(InvalidValue) {
            return Delegation(
                id: id, grant: grant, key: key, creator: try ClientName(creator), client: try ClientName(client),
                scopes: try Self.scopes(scopes), givesFullToken: full != 0, createdAt: Timestamp(milliseconds: created),
                expiresAt: Timestamp(milliseconds: expires), maximumUses: maximum, purpose: try Self.purpose(purpose),
                session: session.flatMap(SessionID.init(rawValue:)), uses: uses,
                lastUsedAt: used.map(Timestamp.init(milliseconds:)))
        } catch {
            throw .damaged("a stored \(error.field) \(error.problem)")
        }
    }

    private static func scopes(_ text: String?) throws(InvalidValue) -> ScopeSet? {
        guard let text else { return nil }
        return try ScopeSet(spaceSeparated: text)
    }

    private static func purpose(_ text: String?) throws(InvalidValue) -> Purpose? {
        guard let text else { return nil }
        return try Purpose(text)
    }
}
