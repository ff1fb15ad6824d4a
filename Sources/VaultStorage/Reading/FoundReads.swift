import VaultCore

/// Reads the grants of a subject at a provider together with the full token that is kept of one that is alone there: what a
/// `token.get` needs that names no account, in one look.
struct FoundReads {
    static let sql = """
        SELECT \(GrantRow.columns), \(GrantRow.labelColumns), \(LineageReads.tokenColumns), k.master_key, k.wrapped
        FROM grants AS g \(GrantRow.labelJoin)
        LEFT JOIN access_tokens AS t ON t.grant_id = g.id AND t.requested_scopes = ''
        LEFT JOIN record_keys AS k ON k.id = g.id
        WHERE g.subject = ? AND g.provider = ? ORDER BY g.account, l.position
        """

    private let statement: Statement

    init(_ connection: Connection) { statement = connection.prepare(Self.sql) }

    func grants(of subject: Subject, at provider: ProviderName) throws(SQLiteError) -> FoundGrants {
        var found = FoundGrants(grants: [])
        statement.add(subject.text)
        statement.add(provider.text)
        // One row for each label of each grant.
        try statement.forEach { row throws(SQLiteError) in
            let grant = try GrantRow.grant(from: &row)
            let label = try GrantRow.label(from: &row)
            if found.grants.isEmpty { found.kept = Self.kept(of: grant, from: &row) }
            if found.grants.last?.id != grant.id { found.grants.append(grant) }
            if let label { found.grants[found.grants.count - 1].labels.append(label) }
        }
        guard found.grants.count > 1 else { return found }
        return FoundGrants(grants: found.grants.sorted { $0.id < $1.id })
    }

    /// - Returns: nil also for a token that does not read back: the grant does, and that is not the place to complain.
    private static func kept(of grant: Grant, from row: inout Row) -> KeptToken? {
        guard grant.status == .active, !row.isNull else { return nil }
        do throws(SQLiteError) {
            let token = try LineageReads.token(nil, from: &row)
            return KeptToken(
                token: token, recordKey: try LineageReads.recordKey(from: &row), generation: grant.generation,
                scopes: grant.scopes, authentication: grant.authentication, isOnlyAccount: true)
        } catch {
            return nil
        }
    }
}
