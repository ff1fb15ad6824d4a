import VaultCore

/// Sums up what clients asked for.
struct ScopeUseReads {
    static let sinceSQL = "SELECT recorded_since FROM scope_tally WHERE id = 1"
    /// By the primary key's first column; how many rows there are of it is bounded by clients, providers and days.
    static let sumSQL = """
        SELECT client, provider, kind, scope, sum(count) FROM scope_uses
        WHERE day >= ?1 AND (?2 IS NULL OR client = ?2) GROUP BY client, provider, kind, scope
        """

    private let beginning: Statement
    private let sums: Statement

    init(_ connection: Connection) {
        beginning = connection.prepare(Self.sinceSQL)
        sums = connection.prepare(Self.sumSQL)
    }

    func uses(from day: Int64, of client: ClientName?) throws(SQLiteError) -> ScopeUses {
        let since = try beginning.first { row throws(SQLiteError) in Timestamp(milliseconds: row.int()) }
        var counts: ScopeCounts = [:]
        sums.add(day)
        sums.add(client?.text)
        try sums.forEach { row throws(SQLiteError) in
            let (client, provider, kind) = (row.text(), row.text(), row.text())
            let (scope, count) = (row.text(), row.int())
            guard let key = ScopeUseKey(client, provider, kind, scope) else { return }
            counts[key] = count
        }
        return ScopeUses(recordedSince: since, counts: counts)
    }
}

extension ScopeUseKey {
    /// nil for what no version of this program wrote that this one knows.
    fileprivate init?(_ client: String, _ provider: String, _ kind: String, _ scope: String) {
        guard let client = try? ClientName(client), let kind = ScopeUseKind(rawValue: kind) else { return nil }
        guard provider.isEmpty else {
            guard let provider = try? ProviderName(provider) else { return nil }
            self.init(client: client, provider: provider, kind: kind, scope: scope)
            return
        }
        self.init(client: client, provider: nil, kind: kind, scope: scope)
    }
}
