import VaultCore

/// A filter as SQL: the text holds only our own words, every value is a parameter.
struct GrantQuery {
    private let filter: GrantFilter

    init(_ filter: GrantFilter) { self.filter = filter }

    var sql: String {
        let order = filter.deaths == nil ? "g.id" : "g.dies_at, g.id"
        // The page is cut before labels multiply its rows.
        return """
            SELECT \(GrantRow.columns), \(GrantRow.labelColumns)
            FROM (\(page)) AS g \(GrantRow.labelJoin)
            ORDER BY \(order), l.position
            """
    }

    /// In the order of the text.
    func addParameters(to statement: Statement) {
        for start in starts {
            start.add(to: statement)
            if let until = filter.deaths?.until { statement.add(until.milliseconds) }
            if let moved = filter.deaths?.untoldForMilliseconds { statement.add(moved) }
            if let subject = filter.subject { statement.add(subject.text) }
            for provider in filter.providers ?? [] { statement.add(provider.text) }
            if let label = filter.label {
                statement.add(label.name)
                statement.add(label.value)
            }
            statement.add(Int64(filter.limit))
        }
        if starts.count > 1 { statement.add(Int64(filter.limit)) }
    }

    private var page: String {
        let parts = starts.map(select)
        guard parts.count > 1 else { return parts[0] }
        let all = parts.map { "SELECT * FROM (\($0))" }.joined(separator: " UNION ALL ")
        return "SELECT * FROM (\(all)) ORDER BY dies_at, id LIMIT ?"
    }

    private func select(from start: Start) -> String {
        let conditions = [start.condition].compactMap { $0 } + self.conditions
        let chosen = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return "SELECT * FROM grants AS g \(chosen) ORDER BY \(start.order) LIMIT ?"
    }

    private var conditions: [String] {
        var conditions: [String] = []
        if let deaths = filter.deaths {
            conditions.append("g.dies_at <= ?")
            conditions.append(deaths.includesCondemned ? "g.reauth_reason IS NOT 'ended'" : "g.reauth_reason IS NULL")
            if deaths.untoldForMilliseconds != nil {
                conditions.append("(g.death_told IS NULL OR g.dies_at > g.death_told + ?)")
            }
        }
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

    /// Behind what the page begins. In the order of deaths these are two: SQLite does not find its way by a pair whose second is
    /// the rowid, and a page would walk over all that die at the same moment.
    private var starts: [Start] {
        guard let deaths = filter.deaths else { return [filter.after.map { .id($0.id) } ?? .first] }
        guard let place = filter.after, let moment = place.diesAt else { return [.death(deaths.after)] }
        return [.sameDeath(moment, place.id), .death(moment)]
    }

    private enum Start {
        case first
        case id(GrantID)
        case sameDeath(Timestamp, GrantID)
        case death(Timestamp?)

        var condition: String? {
            switch self {
            case .first: nil
            case .id: "g.id > ?"
            case .sameDeath: "g.dies_at = ? AND g.id > ?"
            case .death(nil): "g.dies_at IS NOT NULL"
            case .death: "g.dies_at > ?"
            }
        }

        var order: String {
            switch self {
            case .first, .id, .sameDeath: "g.id"
            case .death: "g.dies_at, g.id"
            }
        }

        func add(to statement: Statement) {
            switch self {
            case .first, .death(nil): break
            case .id(let id): statement.add(id.rawValue)
            case .sameDeath(let moment, let id):
                statement.add(moment.milliseconds)
                statement.add(id.rawValue)
            case .death(let moment?): statement.add(moment.milliseconds)
            }
        }
    }
}
