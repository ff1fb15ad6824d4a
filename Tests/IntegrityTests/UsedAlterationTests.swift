import Testing
import VaultCore
import VaultService

/// Every column of what is recognised by a keyed hash is altered in every way of `alterations`, and each row is used.
@Suite struct `An altered row that a keyed hash covers` {
    /// More than an integer has bits: each row gets an alteration of its own, for a row that ends by one is gone.
    private static let count = 64

    struct Table: CustomTestStringConvertible {
        let name: String
        let kind: UsedVault.Kind
        /// The number that names its rows.
        var key = "rowid"
        /// A row that was altered there is good for nothing.
        let bound: Set<String>
        /// A row that was altered there is good for what it was, or for nothing; never for anything else.
        let free: Set<String>

        var testDescription: String { name }
    }

    static let tables = [
        Table(
            name: "sessions", kind: .sessions,
            bound: ["id", "subject", "class", "created_at", "expires_at", "idle_seconds", "details"],
            // Threat model: who writes to the store can keep a session alive to its absolute end.
            free: ["last_seen_at", "ends_at"]),
        Table(
            name: "session_handles", kind: .sessions,
            bound: ["id", "session_id", "tag", "content"],
            // Whether it is due for renewal, and whether it was replaced.
            free: ["created_at", "overlap_ends_at"]),
        Table(
            name: "delegations", kind: .delegations,
            bound: [
                "id", "grant_id", "creator", "client", "scopes", "full_token", "created_at", "expires_at", "max_uses",
                "purpose", "session_id", "tag",
            ],
            // Threat model: the count can be set back.
            free: ["uses", "last_used_at"]),
        Table(
            name: "identities", kind: .identities, key: "created_at",
            bound: ["provider", "account_tag", "subject", "proof"], free: ["created_at"]),
    ]

    @Test(arguments: tables) func `is good for nothing, or for what it was`(table: Table) async throws {
        let probe = try await UsedVault(1, of: table.kind)
        let columns = try probe.vault.editor.columns(of: table.name)
        #expect(Set(columns) == table.bound.union(table.free), "each column is declared")
        for column in columns {
            let used = try await UsedVault(Self.count, of: table.kind)
            #expect(try await used.outcomes() == Array(repeating: .whole, count: Self.count), "\(column)")
            let outcomes = try await alter(column, of: table, in: used)
            #expect(!outcomes.isEmpty, "\(column)")
            if table.bound.contains(column) {
                let good = outcomes.first { $0.outcome != .refused }
                #expect(good == nil, "\(table.name).\(column) is not bound")
            } else {
                let other = outcomes.first { ![.whole, .refused].contains($0.outcome) }
                #expect(other == nil, "\(table.name).\(column) changes what a row is good for")
                #expect(outcomes.contains { $0.outcome == .whole }, "\(table.name).\(column) is bound")
            }
        }
    }

    struct Altered {
        let value: RawEditor.Value
        let outcome: UsedVault.Outcome
    }

    /// Makes as many alterations at once as there are rows, each in another row, uses them all, and goes on from the original values.
    private func alter(_ column: String, of table: Table, in used: UsedVault) async throws -> [Altered] {
        let editor = used.vault.editor
        let isKey = column == "id" || column == table.key
        let setter = try editor.setter(column, in: table.name, by: table.key)
        let rows = try editor.values(column, in: table.name, by: table.key)
        let alterations = rows.map { Self.alterations(of: $0.value, isKey: isKey) }
        var altered: [Altered] = []
        for first in stride(from: 0, to: alterations.map(\.count).max() ?? 0, by: rows.count) {
            var touched: [(place: Int, value: RawEditor.Value)] = []
            try editor.inOneTransaction {
                for (place, others) in alterations.enumerated() where first + place < others.count {
                    let value = others[first + place]
                    if try setter.set(value, at: rows[place].row) { touched.append((place, value)) }
                }
            }
            let outcomes = try await used.outcomes()
            altered += touched.map { Altered(value: $0.value, outcome: outcomes[$0.place]) }
            try editor.inOneTransaction {
                for (place, value) in touched {
                    try setter.set(rows[place].value, at: isKey ? value.number : rows[place].row)
                }
            }
        }
        return altered
    }

    private static func alterations(of value: RawEditor.Value, isKey: Bool) -> [RawEditor.Value] {
        // Flips of bits that no small id has, so that altered rows do not meet.
        if isKey { return (10..<63).map { .integer(value.number ^ (1 << Int64($0))) } }
        return value == .null ? [.integer(7), .integer(.max)] : value.alterations + [.null]
    }

    /// Columns of one row that are exchanged with those of another one.
    struct Exchange: CustomTestStringConvertible {
        let table: Table
        let columns: [String]
        /// The record keys go with them.
        var withKeys = false

        var testDescription: String {
            "\(table.name): \(columns.joined(separator: ", "))" + (withKeys ? ", with the keys" : "")
        }
    }

    static let exchanges = tables.flatMap { table in
        let all = table.bound.subtracting(["id"]).sorted()
        var exchanges = all.map { Exchange(table: table, columns: [$0]) }
        // Of an account all of its columns are the row.
        if table.name != "identities" { exchanges.append(Exchange(table: table, columns: all)) }
        if ["sessions", "delegations"].contains(table.name) {
            exchanges.append(Exchange(table: table, columns: all, withKeys: true))
        }
        return exchanges + Self.pairs(of: table)
    }

    private static func pairs(of table: Table) -> [Exchange] {
        switch table.name {
        case "session_handles": [Exchange(table: table, columns: ["content", "tag"])]
        case "identities":
            [["proof", "subject"], ["account_tag", "proof"], ["account_tag", "subject"]].map {
                Exchange(table: table, columns: $0)
            }
        default: []
        }
    }

    @Test(arguments: exchanges) func `is good for nothing with what is another row's`(exchange: Exchange) async throws {
        let used = try await UsedVault(3, of: exchange.table.kind)
        let key = exchange.table.key
        var isOther = false
        for column in exchange.columns {
            isOther = try swap(column, in: exchange.table.name, by: key, used.vault.editor) || isOther
        }
        if exchange.withKeys {
            for column in ["wrapped", "master_key"] {
                _ = try swap(column, in: "record_keys", by: key, of: exchange.table.name, used.vault.editor)
            }
        }
        let refused: UsedVault.Outcome = isOther ? .refused : .whole
        #expect(try await used.outcomes() == [refused, refused, .whole])
    }

    /// Of the first two rows, which are those that rows of the owner are named like.
    ///
    /// - Returns: whether the two were different.
    private func swap(
        _ column: String, in table: String, by key: String, of owner: String? = nil, _ editor: RawEditor
    ) throws -> Bool {
        let own = Set(try editor.values(key, in: owner ?? table, by: key).map(\.row))
        let values = try editor.values(column, in: table, by: key).filter { own.contains($0.row) }
        let setter = try editor.setter(column, in: table, by: key)
        let (one, other) = (values[0], values[1])
        guard one.value != other.value else { return false }
        // Past a rule that lets no two rows be the same.
        let neither = try #require(one.value.alterations.last { $0 != other.value })
        for (value, row) in [(neither, one.row), (one.value, other.row), (other.value, one.row)] {
            #expect(try setter.set(value, at: row))
        }
        return true
    }
}
