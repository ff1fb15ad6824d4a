import VaultCore

/// Folds the rows of many grants, one per label, into values; a row that does not read back costs only its own grant.
struct ListedGrants {
    private(set) var grants: [Grant] = []
    /// Ids of grants with a row that does not read back.
    private(set) var damaged: [Int64] = []
    /// Grants seen, damaged ones included.
    private(set) var rows = 0
    private(set) var last: (id: Int64, diesAt: Int64?)?

    mutating func take(_ row: inout Row) throws(SQLiteError) {
        let id = row.firstInt
        if id != last?.id { rows += 1 }
        last = (id, row.optionalInt(at: GrantRow.diesAtColumn))
        guard damaged.last != id else { return }
        do throws(SQLiteError) {
            let grant = try GrantRow.grant(from: &row)
            let label = try GrantRow.label(from: &row)
            if grants.last?.id != grant.id { grants.append(grant) }
            if let label { grants[grants.count - 1].labels.append(label) }
        } catch {
            guard error.isDamage else { throw error }
            damaged.append(id)
            if grants.last?.id.rawValue == id { grants.removeLast() }
        }
    }
}
