import VaultCore

/// A filter of delegations as SQL: the text holds only our own words, every value is a parameter.
struct DelegationQuery {
    private let filter: DelegationFilter

    init(_ filter: DelegationFilter) { self.filter = filter }

    var sql: String {
        let conditions = self.conditions
        let chosen = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return "SELECT \(DelegationRow.columns) FROM \(DelegationRow.tables) \(chosen) ORDER BY d.id LIMIT ?"
    }

    /// In the order of `conditions`.
    func addParameters(to statement: Statement) {
        if let after = filter.after { statement.add(after.rawValue) }
        if let grant = filter.grant { statement.add(grant.rawValue) }
        if let subject = filter.subject { statement.add(subject.text) }
        if let client = filter.client { statement.add(client.text) }
        for provider in filter.providers ?? [] { statement.add(provider.text) }
        statement.add(Int64(filter.limit))
    }

    private var conditions: [String] {
        var conditions: [String] = []
        if filter.after != nil { conditions.append("d.id > ?") }
        if filter.grant != nil { conditions.append("d.grant_id = ?") }
        if filter.subject != nil { conditions.append("g.subject = ?") }
        if filter.client != nil { conditions.append("d.client = ?") }
        if let providers = filter.providers {
            conditions.append("g.provider IN (\(providers.map { _ in "?" }.joined(separator: ", ")))")
        }
        return conditions
    }
}
