import VaultCore

/// What may be written to the tables of the report on scopes; new scopes of a day only while there is room.
struct ScopeUseWrites {
    /// Rows of days that are too old, removed with each write.
    static let removedAtOnce = 4_096

    static let beginSQL = "INSERT INTO scope_tally (id, recorded_since) VALUES (1, ?) ON CONFLICT DO NOTHING"
    static let raiseSQL = """
        UPDATE scope_uses SET count = count + ? WHERE day = ? AND client = ? AND provider = ? AND kind = ? AND scope = ?
        """
    static let insertSQL = """
        INSERT INTO scope_uses (day, client, provider, kind, scope, count) SELECT ?1, ?2, ?3, ?4, ?5, ?6
        WHERE ?5 = '' OR (SELECT count(*) FROM scope_uses WHERE day = ?1 AND client = ?2 AND provider = ?3 AND scope <> '')
            < \(ScopeUses.scopesPerDay)
        """
    static let removeSQL = """
        DELETE FROM scope_uses WHERE (day, client, provider, kind, scope) IN
            (SELECT day, client, provider, kind, scope FROM scope_uses WHERE day < ? LIMIT \(removedAtOnce))
        """

    private let beginning: Statement
    private let raising: Statement
    private let insertion: Statement
    private let removal: Statement

    init(_ connection: Connection) {
        beginning = connection.prepare(Self.beginSQL)
        raising = connection.prepare(Self.raiseSQL)
        insertion = connection.prepare(Self.insertSQL)
        removal = connection.prepare(Self.removeSQL)
    }

    func add(_ counts: ScopeCounts, day: Int64, since: Timestamp, keeping first: Int64) throws(SQLiteError) {
        beginning.add(since.milliseconds)
        try beginning.run()
        for (key, count) in counts where count > 0 {
            if try add(count, to: key, day) { continue }
            _ = try add(count, to: key.untold, day)
        }
        removal.add(first)
        try removal.run()
    }

    /// - Returns: false when there is no room for it.
    private func add(_ count: Int64, to key: ScopeUseKey, _ day: Int64) throws(SQLiteError) -> Bool {
        raising.add(count)
        raising.add(day)
        raising.add(key)
        if try raising.run() > 0 { return true }
        insertion.add(day)
        insertion.add(key)
        insertion.add(count)
        return try insertion.run() > 0
    }
}

extension Statement {
    fileprivate func add(_ key: ScopeUseKey) {
        add(key.client.text)
        add(key.provider?.text ?? "")
        add(key.kind.rawValue)
        add(key.scope)
    }
}
