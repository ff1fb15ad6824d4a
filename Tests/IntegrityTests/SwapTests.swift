import Testing
import VaultService

/// Each test puts the ciphertext of every record into the place of every other one: after `count - 1` shifts by one more
/// row, each pair has been tried in both directions.
@Suite struct `A ciphertext opens in its own place alone` {
    private static let count = 200

    /// Columns that are moved together.
    struct Move: CustomTestStringConvertible {
        let content: SealedVault.Content
        let columns: [(table: String, column: String)]
        /// Where the check must find all of them.
        let faulty: String

        var testDescription: String { columns.map { "\($0.table).\($0.column)" }.joined(separator: " with ") }
    }

    static let moves = [
        Move(content: .grants, columns: [("grants", "refresh_token")], faulty: "grants"),
        Move(content: .accessTokens, columns: [("access_tokens", "token")], faulty: "access_tokens"),
        Move(content: .revocations, columns: [("revocations", "token")], faulty: "revocations"),
        Move(content: .proofKeys, columns: [("proof_keys", "key")], faulty: "proof_keys"),
        Move(content: .grants, columns: [("record_keys", "wrapped")], faulty: "grants"),
        Move(
            content: .grants, columns: [("grants", "refresh_token"), ("record_keys", "wrapped")], faulty: "grants"),
        Move(
            content: .revocations, columns: [("revocations", "token"), ("record_keys", "wrapped")],
            faulty: "revocations"),
    ]

    @Test(arguments: moves) func `and none of 200 does in that of another`(move: Move) async throws {
        let vault = try await SealedVault(Self.count, of: move.content)
        let whole = try vault.check()
        #expect(whole.faulty == 0)
        let columns = try move.columns.map { place in
            (
                values: try vault.editor.values(place.column, in: place.table),
                setter: try vault.editor.setter(place.column, in: place.table)
            )
        }
        for shift in 1...Self.count {
            try vault.editor.inOneTransaction {
                for (values, setter) in columns {
                    for (index, place) in values.enumerated() {
                        try setter.set(values[(index + shift) % Self.count].value, at: place.row)
                    }
                }
            }
            let report = try vault.check()
            // The last shift has brought all of them home.
            guard shift < Self.count else {
                #expect(report == whole)
                break
            }
            let inPlace = report.faults.filter { $0.table == move.faulty && $0.problem == .doesNotOpen }
            guard inPlace.count == Self.count, report.faulty == Self.count else {
                Issue.record("shifted by \(shift), \(Self.count - inPlace.count) opened: \(report)")
                return
            }
        }
    }

    @Test func `and none in another column of its own record`() async throws {
        let vault = try await SealedVault(Self.count, of: .accessTokens)
        let refreshTokens = try vault.editor.values("refresh_token", in: "grants")
        let accessTokens = try vault.editor.values("token", in: "access_tokens")
        let (refresh, access) = (
            try vault.editor.setter("refresh_token", in: "grants"),
            try vault.editor.setter("token", in: "access_tokens")
        )
        try vault.editor.inOneTransaction {
            for (mine, other) in zip(refreshTokens, accessTokens) {
                try refresh.set(other.value, at: mine.row)
                try access.set(mine.value, at: other.row)
            }
        }
        let report = try vault.check()
        #expect(report.faulty == 2 * Self.count)
        #expect(report.opened == 0)
    }

    @Test func `and a swap of two leaves the others whole`() async throws {
        let vault = try await SealedVault(Self.count, of: .grants)
        let values = try vault.editor.values("refresh_token", in: "grants")
        let setter = try vault.editor.setter("refresh_token", in: "grants")
        try setter.set(values[3].value, at: values[7].row)
        try setter.set(values[7].value, at: values[3].row)
        let report = try vault.check()
        #expect(report.faults.map(\.id) == [values[3].row, values[7].row])
        #expect(report.opened == Self.count - 2)
    }
}
