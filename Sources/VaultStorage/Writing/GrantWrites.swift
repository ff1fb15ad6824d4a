import VaultCore

/// What may be written to the table `grants`; every change but a touch is a compare-and-swap.
struct GrantWrites {
    static let insertSQL = """
        INSERT INTO grants (id, subject, provider, account, generation, reauth_reason, scopes, pin_sub, pin_tenant,
            acr, amr, auth_time, created_at, updated_at, minted_at, last_used_at, refresh_token_expires_at,
            put_at, dies_at, dies_of, refresh_token)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """
    static let replaceSQL = """
        UPDATE grants SET generation = ?, claims = NULL, bound_session = NULL, reauth_reason = ?, scopes = ?, pin_sub = ?, pin_tenant = ?,
            acr = ?, amr = ?, auth_time = ?, created_at = ?, updated_at = ?, minted_at = ?, last_used_at = ?, refresh_token_expires_at = ?,
            put_at = ?, dies_at = ?, dies_of = ?, death_told = NULL, refresh_token = ?
        WHERE id = ? AND generation = ? AND subject = ? AND provider = ? AND account = ?
        """
    /// Where nothing of the columns that a trigger and most indexes watch has to change, as nearly always. Naming them costs as if
    /// they did.
    static let replaceActiveSQL = """
        UPDATE grants SET generation = ?, scopes = ?, pin_sub = ?, pin_tenant = ?,
            acr = ?, amr = ?, auth_time = ?, created_at = ?, updated_at = ?, minted_at = ?, last_used_at = ?, refresh_token_expires_at = ?,
            put_at = ?, dies_at = ?, dies_of = ?, death_told = NULL, refresh_token = ?
        WHERE id = ? AND generation = ? AND subject = ? AND provider = ? AND account = ?
            AND reauth_reason IS NULL AND claims IS NULL AND bound_session IS NULL
        """
    static let refreshSQL = """
        UPDATE grants SET generation = ?1, minted_at = ?2, updated_at = ?2,
            refresh_token_expires_at = CASE WHEN ?3 IS NULL THEN coalesce(?4, refresh_token_expires_at) ELSE ?4 END,
            refresh_token = coalesce(?3, refresh_token), dies_at = ?7, dies_of = ?8
        WHERE id = ?5 AND generation = ?6 AND reauth_reason IS NOT 'ended'
        """
    static let condemnSQL = """
        UPDATE grants SET reauth_reason = ?1, claims = ?2, updated_at = ?3,
            dies_at = CASE WHEN ?2 IS NULL THEN ?3 ELSE dies_at END,
            dies_of = CASE WHEN ?2 IS NULL THEN 'condemned' ELSE dies_of END
        WHERE id = ?4 AND generation = ?5 AND reauth_reason IS NOT 'ended'
        """
    /// Labels, cached tokens and the intent go with it (foreign keys); the record key does not.
    static let deleteSQL = "DELETE FROM grants WHERE id = ?"
    static let deleteOfKeySQL = "DELETE FROM grants WHERE id = ? AND subject = ? AND provider = ? AND account = ?"
    static let touchSQL = "UPDATE grants SET last_used_at = ? WHERE id = ?"

    private let insertion: Statement
    private let replacement: Statement
    private let activeReplacement: Statement
    private let refreshing: Statement
    private let condemnation: Statement
    private let deletion: Statement
    private let deletionOfKey: Statement
    private let touching: Statement

    init(_ connection: Connection) {
        insertion = connection.prepare(Self.insertSQL)
        replacement = connection.prepare(Self.replaceSQL)
        activeReplacement = connection.prepare(Self.replaceActiveSQL)
        refreshing = connection.prepare(Self.refreshSQL)
        condemnation = connection.prepare(Self.condemnSQL)
        deletion = connection.prepare(Self.deleteSQL)
        deletionOfKey = connection.prepare(Self.deleteOfKeySQL)
        touching = connection.prepare(Self.touchSQL)
    }

    /// - Returns: false when the id or the key is taken.
    func insert(_ lineage: StoredLineage) throws(SQLiteError) -> Bool {
        let grant = lineage.grant
        insertion.add(grant.id.rawValue)
        insertion.add(grant.key)
        insertion.add(grant.generation.number)
        insertion.add(grant.status.reasonWord)
        addRest(of: lineage, to: insertion)
        return try insertion.run() == 1
    }

    /// - Returns: false when this id does not stand for this key in this generation.
    func replace(_ lineage: StoredLineage, expecting: Generation) throws(SQLiteError) -> Bool {
        let grant = lineage.grant
        if grant.status == .active {
            activeReplacement.add(grant.generation.number)
            if try replace(lineage, expecting, with: activeReplacement) { return true }
        }
        replacement.add(grant.generation.number)
        replacement.add(grant.status.reasonWord)
        return try replace(lineage, expecting, with: replacement)
    }

    private func replace(
        _ lineage: StoredLineage, _ expecting: Generation, with statement: Statement
    ) throws(SQLiteError) -> Bool {
        addRest(of: lineage, to: statement)
        statement.add(lineage.grant.id.rawValue)
        statement.add(expecting.number)
        statement.add(lineage.grant.key)
        return try statement.run() == 1
    }

    /// - Returns: false when the grant is gone, has ended, or is of another generation.
    func take(_ refresh: CommittedRefresh, expecting: Generation) throws(SQLiteError) -> Bool {
        refreshing.add(refresh.newGeneration.number)
        refreshing.add(refresh.mintedAt.milliseconds)
        refreshing.add(refresh.newRefreshToken?.bytes)
        refreshing.add(refresh.refreshTokenExpiresAt?.milliseconds)
        refreshing.add(refresh.grant.rawValue)
        refreshing.add(expecting.number)
        refreshing.add(refresh.death?.at.milliseconds)
        refreshing.add(refresh.death?.reason.rawValue)
        return try refreshing.run() == 1
    }

    /// - Returns: false when the grant is gone, has ended, or is of another generation.
    func condemn(
        _ id: GrantID, in generation: Generation, to status: GrantStatus, at now: Timestamp
    ) throws(SQLiteError) -> Bool {
        condemnation.add(status.reasonWord)
        condemnation.add(status.claims)
        condemnation.add(now.milliseconds)
        condemnation.add(id.rawValue)
        condemnation.add(generation.number)
        return try condemnation.run() == 1
    }

    /// - Returns: false when there is none.
    func delete(_ id: GrantID) throws(SQLiteError) -> Bool {
        deletion.add(id.rawValue)
        return try deletion.run() == 1
    }

    /// - Returns: false when this id does not stand for this key.
    func delete(_ id: GrantID, of key: GrantKey) throws(SQLiteError) -> Bool {
        deletionOfKey.add(id.rawValue)
        deletionOfKey.add(key)
        return try deletionOfKey.run() == 1
    }

    func touch(_ id: GrantID, at moment: Timestamp) throws(SQLiteError) {
        touching.add(moment.milliseconds)
        touching.add(id.rawValue)
        try touching.run()
    }

    /// The columns from `scopes` on, in the order that all three statements name them.
    private func addRest(of lineage: StoredLineage, to statement: Statement) {
        let grant = lineage.grant
        statement.add(grant.scopes.spaceSeparated)
        statement.add(grant.pin.sub)
        statement.add(grant.pin.tenant)
        statement.add(grant.authentication.acr)
        statement.add(AuthenticationMethods.text(of: grant.authentication.amr))
        statement.add(grant.authentication.time?.seconds)
        statement.add(grant.createdAt.milliseconds)
        statement.add(grant.updatedAt.milliseconds)
        statement.add(grant.mintedAt?.milliseconds)
        statement.add(grant.lastUsedAt?.milliseconds)
        statement.add(grant.refreshTokenExpiresAt?.milliseconds)
        statement.add(grant.putAt?.milliseconds)
        statement.add(grant.death?.at.milliseconds)
        statement.add(grant.death?.reason.rawValue)
        statement.add(lineage.refreshToken.bytes)
    }
}

extension Statement {
    func add(_ key: GrantKey) {
        add(key.subject.text)
        add(key.provider.text)
        add(key.account.text)
    }
}

extension GrantStatus {
    /// In `reauth_reason` where an API wants a stronger sign-in; no `ReauthReason` has this word.
    static let stepUpWord = "step_up_required"

    fileprivate var reasonWord: String? {
        switch self {
        case .active: nil
        case .reauthRequired(let reason): reason.rawValue
        case .stepUpRequired: Self.stepUpWord
        }
    }

    fileprivate var claims: String? {
        if case .stepUpRequired(let claims) = self { claims } else { nil }
    }
}
