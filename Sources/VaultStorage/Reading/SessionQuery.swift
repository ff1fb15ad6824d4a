import VaultCore

/// A filter of sessions as SQL: the text holds only our own words, every value is a parameter.
struct SessionQuery {
    private let filter: SessionFilter

    init(_ filter: SessionFilter) { self.filter = filter }

    var sql: String {
        var conditions: [String] = []
        if filter.after != nil { conditions.append("s.id > ?") }
        if filter.id != nil { conditions.append("s.id = ?") }
        if filter.subject != nil { conditions.append("s.subject = ?") }
        if filter.kind != nil { conditions.append("s.class = ?") }
        let chosen = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return "SELECT \(SessionRow.columns) FROM \(SessionRow.tables) \(chosen) ORDER BY s.id LIMIT ?"
    }

    /// In the order of the conditions.
    func addParameters(to statement: Statement) {
        if let after = filter.after { statement.add(after.rawValue) }
        if let id = filter.id { statement.add(id.rawValue) }
        if let subject = filter.subject { statement.add(subject.text) }
        if let kind = filter.kind { statement.add(kind.text) }
        statement.add(Int64(filter.limit))
    }
}
