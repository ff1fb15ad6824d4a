import VaultCore

/// The columns of a grant in the one order in which they are selected and read.
enum GrantRow {
    /// Of the table `grants` as `g`.
    static let columns = """
        g.id, g.subject, g.provider, g.account, g.generation, g.reauth_reason, g.claims, g.scopes, g.pin_sub, \
        g.pin_tenant, \
        \(authenticationColumns), \
        g.created_at, g.updated_at, g.minted_at, g.last_used_at, g.refresh_token_expires_at, \
        g.put_at, g.dies_at, g.dies_of
        """

    /// Where `g.dies_at` is in `columns`.
    static let diesAtColumn: Int32 = 19

    static let authenticationColumns = "g.acr, g.amr, g.auth_time"

    /// The labels come along as further rows of the same grant, so that one statement sees one moment of the store.
    static let labelColumns = "l.name, l.value"
    static let labelJoin = "LEFT JOIN grant_labels AS l ON l.grant_id = g.id"

    /// Reads `columns`; the labels are still missing.
    static func grant(from row: inout Row) throws(SQLiteError) -> Grant {
        guard let id = GrantID(rawValue: row.int()) else { throw .damaged("a grant's id is not positive") }
        let key = try key(from: &row)
        let generation = Generation(number: row.int())
        // Both are taken before they are judged: a row's columns are read in their order.
        let (reason, claims) = (row.optionalText(), row.optionalText())
        let status = try status(reason, claims)
        let scopes = try scopes(row.text())
        let pin = SubjectPin(sub: row.optionalText(), tenant: row.optionalText())
        let authentication = try authentication(from: &row)
        return Grant(
            id: id, subject: key.subject, provider: key.provider, account: key.account, scopes: scopes,
            status: status, generation: generation, pin: pin, authentication: authentication,
            createdAt: Timestamp(milliseconds: row.int()),
            updatedAt: Timestamp(milliseconds: row.int()),
            mintedAt: row.optionalInt().map(Timestamp.init(milliseconds:)),
            lastUsedAt: row.optionalInt().map(Timestamp.init(milliseconds:)),
            refreshTokenExpiresAt: row.optionalInt().map(Timestamp.init(milliseconds:)),
            putAt: row.optionalInt().map(Timestamp.init(milliseconds:)), death: try death(from: &row))
    }

    /// Reads `labelColumns`.
    ///
    /// - Returns: nil when the grant has no label.
    static func label(from row: inout Row) throws(SQLiteError) -> Label? {
        // Both are taken before they are judged: a row's columns are read in their order.
        let (first, second) = (row.optionalText(), row.optionalText())
        guard let name = first, let value = second else { return nil }
        return try valid { () throws(InvalidValue) in try Label(name: name, value: value) }
    }

    static func key(from row: inout Row) throws(SQLiteError) -> GrantKey {
        let (subject, provider, account) = (row.text(), row.text(), row.text())
        return try valid { () throws(InvalidValue) in
            GrantKey(
                subject: try Subject(subject), provider: try ProviderName(provider),
                account: account.isEmpty ? .unknown : try Account(account))
        }
    }

    static func tokenType(_ word: String) throws(SQLiteError) -> TokenType {
        guard let type = TokenType(rawValue: word) else { throw .damaged("a token's type is not known") }
        return type
    }

    static func scopes(_ text: String) throws(SQLiteError) -> ScopeSet {
        try valid { () throws(InvalidValue) in try ScopeSet(spaceSeparated: text) }
    }

    /// Reads `authenticationColumns`.
    static func authentication(from row: inout Row) throws(SQLiteError) -> Authentication {
        let (acr, amr, time) = (row.optionalText(), row.optionalText(), row.optionalInt())
        return try valid { () throws(InvalidValue) in
            try Authentication(acr: acr, amr: AuthenticationMethods.list(of: amr), seconds: time)
        }
    }

    /// Reads `g.dies_at, g.dies_of`.
    static func death(from row: inout Row) throws(SQLiteError) -> GrantDeath? {
        // Both are taken before they are judged: a row's columns are read in their order.
        let (moment, word) = (row.optionalInt(), row.optionalText())
        guard let moment else { return nil }
        guard let reason = word.flatMap(GrantDeath.Reason.init) else { throw .damaged("why a grant dies is not known") }
        return GrantDeath(at: Timestamp(milliseconds: moment), reason: reason)
    }

    private static func status(_ reason: String?, _ claims: String?) throws(SQLiteError) -> GrantStatus {
        guard let reason else { return .active }
        if reason == GrantStatus.stepUpWord, let claims { return .stepUpRequired(claims: claims) }
        guard let known = ReauthReason(rawValue: reason) else { throw .damaged("a grant's status is not known") }
        return .reauthRequired(known)
    }

    /// What was written kept the rules of the vocabulary; what no longer does was changed by someone else.
    private static func valid<Value>(_ make: () throws(InvalidValue) -> Value) throws(SQLiteError) -> Value {
        do throws(InvalidValue) {
            return try make()
        } catch {
            throw .damaged("a stored \(error.field) \(error.problem)")
        }
    }
}
