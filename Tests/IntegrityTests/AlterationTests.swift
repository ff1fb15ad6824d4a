import Testing
import VaultCore
import VaultCrypto
import VaultService

/// Every stored value of 20 records is altered in every way of `alterations`, and the check of all records looks.
@Suite struct `An altered value` {
    private static let count = 20

    /// A table's columns by what an alteration of them does.
    struct Table: CustomTestStringConvertible {
        let name: String
        let content: SealedVault.Content
        /// An alteration is found in every row.
        let bound: Set<String>
        /// An alteration lets the secrets open; see `SealContext+Places` for why that does no harm.
        let free: Set<String>

        var testDescription: String { name }
    }

    static let tables = [
        Table(
            name: "grants", content: .grants,
            bound: [
                "id", "subject", "provider", "account", "generation", "scopes", "pin_sub", "pin_tenant",
                "acr", "amr", "auth_time", "refresh_token",
            ],
            free: [
                "reauth_reason", "claims", "created_at", "updated_at", "minted_at", "last_used_at",
                "refresh_token_expires_at", "bound_session", "put_at", "dies_at", "dies_of", "death_told",
            ]),
        Table(name: "proof_keys", content: .proofKeys, bound: ["id", "key"], free: []),
        Table(name: "record_keys", content: .grants, bound: ["id", "master_key", "wrapped"], free: []),
        Table(
            name: "access_tokens", content: .accessTokens,
            bound: [
                "grant_id", "requested_scopes", "granted_scopes", "generation", "minted_at", "expires_at", "token",
                "token_type",
            ],
            // A rowid that nothing refers to.
            free: ["id"]),
        Table(
            name: "revocations", content: .revocations,
            bound: ["id", "subject", "provider", "account", "generation", "token"],
            free: ["attempts", "queued_at", "due_at"]),
    ]

    @Test(arguments: tables) func `is found in each row`(table: Table) async throws {
        let vault = try await SealedVault(Self.count, of: table.content)
        #expect(Set(try vault.editor.columns(of: table.name)) == table.bound.union(table.free))
        for column in table.bound.union(table.free).sorted() {
            try alter(column, of: table, in: vault) { report, altered, nth in
                // A row that lost its id leaves its record key without an owner: more faults than rows, never fewer.
                let isFound = table.bound.contains(column) ? report.faulty >= altered : report.faulty == 0
                if !isFound { Issue.record("\(table.name).\(column), alteration \(nth) of \(altered) rows: \(report)") }
                return isFound
            }
        }
        #expect(try vault.check().faulty == 0)
    }

    /// Makes the n-th alteration in all rows at once, looks, and goes on from the original values.
    private func alter(
        _ column: String, of table: Table, in vault: SealedVault,
        _ look: (RecordCheckReport, _ altered: Int, _ nth: Int) -> Bool
    ) throws {
        // A key is looked for by rowid, so where the column is the rowid one row is altered at a time.
        let isKey = column == "id"
        let setter = try vault.editor.setter(column, in: table.name)
        let rows = try vault.editor.values(column, in: table.name)
        let alterations = rows.map { isKey ? Self.otherIDs($0.value) : $0.value.alterations }
        for nth in 0..<(alterations.map(\.count).max() ?? 0) {
            var altered: [(original: Int64, now: Int64, value: RawEditor.Value)] = []
            try vault.editor.inOneTransaction {
                for (row, others) in zip(rows, alterations) where nth < others.count {
                    guard try setter.set(others[nth], at: row.row) else { continue }
                    altered.append((row.row, isKey ? others[nth].number : row.row, row.value))
                }
            }
            let goesOn = look(try vault.check(), altered.count, nth)
            try vault.editor.inOneTransaction {
                for row in altered { try setter.set(row.value, at: row.now) }
            }
            guard goesOn else { return }
        }
    }

    /// Flips of bits that no small id has, so that altered rows do not meet.
    private static func otherIDs(_ value: RawEditor.Value) -> [RawEditor.Value] {
        (10..<63).map { .integer(value.number ^ (1 << Int64($0))) }
    }

    @Test func `of a token's type does not let a bound token pass for another`() async throws {
        let vault = try await SealedVault(Self.count, of: .accessTokens)
        let setter = try vault.editor.setter("token_type", in: "access_tokens")
        for row in try vault.editor.values("token_type", in: "access_tokens") {
            let other: RawEditor.Value =
                .text(Array((row.value.isText("DPoP") ? "Bearer" : "DPoP").utf8))
            try setter.set(other, at: row.row)
            #expect(try vault.check().faults.map(\.problem) == [.doesNotOpen])
            try setter.set(row.value, at: row.row)
        }
    }

    @Test func `of a master key or of the store's identity keeps the keyring shut`() async throws {
        for (table, column) in [
            ("master_keys", "wrapped"), ("master_keys", "version"), ("master_keys", "state"),
            ("store_info", "store_id"),
        ] {
            let vault = try SealedVault()
            let original = try #require(try vault.editor.values(column, in: table).first)
            let setter = try vault.editor.setter(column, in: table)
            for altered in original.value.alterations {
                try setter.set(altered, at: original.row)
                try await vault.seeEdits()
                let row = column == "version" ? altered.number : original.row
                #expect(throws: KeyringFailure.self, "\(table).\(column)") {
                    try KeyringBootstrap.open(
                        vault.store, under: try SealKey(reading: SealedVault.sealKeyText))
                }
                try setter.set(original.value, at: row)
            }
            try await vault.seeEdits()
            _ = try KeyringBootstrap.open(vault.store, under: try SealKey(reading: SealedVault.sealKeyText))
        }
    }
}

extension RawEditor.Value {
    fileprivate func isText(_ text: String) -> Bool {
        if case .text(let bytes) = self { bytes == Array(text.utf8) } else { false }
    }

    var number: Int64 { if case .integer(let number) = self { number } else { 0 } }
}
