import VaultCore

/// A filter as SQL: the text holds only our own words, every value is a parameter.
struct GrantQuery {
    private let filter: GrantFilter

    init(_ filter: GrantFilter) { self.filter = filter }

    var sql: String {
        let conditions = self.conditions
        let chosen = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        // The page is cut before labels multiply its rows.
        return """
            SELECT \(GrantRow.columns), \(GrantRow.labelColumns)
            FROM (SELECT * FROM grants AS g \(chosen) ORDER BY g.id LIMIT ?) AS g \(GrantRow.labelJoin)
            ORDER BY g.id, l.position
            """
    }

    /// In the order of `conditions`.
    func addParameters(to statement: Statement) {
        if let after = filter.after { statement.add(after.rawValue) }
        if let subject = filter.subject { statement.add(subject.text) }
        for provider in filter.providers ?? [] { statement.add(provider.text) }
        if let label = filter.label {
            statement.add(label.name)
            statement.add(label.value)
        }
        statement.add(Int64(filter.limit))
    }

    private var conditions: [String] {
        var conditions: [String] = []
        if filter.after != nil { conditions.append("g.id > ?") }
        if filter.subject != nil { conditions.append("g.subject = ?") }
        if let providers = filter.providers {
            conditions.append("g.provider IN (\(providers.map { _ in "?" }.joined(separator: ", ")))")
        }
        if filter.label != nil {
            conditions.append("g.id IN (SELECT grant_id FROM grant_labels WHERE name = ? AND value = ?)")
        }
        switch filter.isActive {
        case true?: conditions.append("g.reauth_reason IS NULL")
        case false?: conditions.append("g.reauth_reason IS NOT NULL")
        case nil: break
        }
        return conditions
    }
}
