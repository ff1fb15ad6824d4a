import Testing
import VaultCore

@testable import VaultAudit

/// What a log tells of the time since a copy of the store.
@Suite struct `The history of an audit log` {
    private let folder = Folder()
    private static let store = String(repeating: "5e", count: 16)

    private func line(_ kind: String, _ grant: Int64, _ sequence: Int64, store: String = store) throws -> String {
        let handle = try GrantID(rawValue: grant).unwrapped.handle
        return #"{"time":"t\#(sequence)","kind":"\#(kind)","outcome":"done","grant":"\#(handle)","#
            + #""store":"\#(store)","store_sequence":\#(sequence)}"# + "\n"
    }

    private func history(_ text: String, since sequence: Int64) -> AuditHistory {
        folder.write(text)
        return AuditHistory(in: [folder.log], since: StoreMark(storeID: Self.store, sequence: sequence))
    }

    @Test func `has the grants that were revoked since, each once, and of this store`() throws {
        let text =
            try line("grant_revoked", 1, 4) + line("grant_stored", 2, 5) + line("grant_revoked", 3, 6)
            + line("grant_revoked", 4, 7, store: "00") + line("grant_revoked", 2, 8) + line("grant_revoked", 3, 9)
        let history = history(text, since: 5)
        #expect(history.revoked.map(\.rawValue) == [3, 2])
        #expect(history.reachesBackTo == "t5")
    }

    @Test func `does not reach back where it begins later, was rotated, or is missing`() throws {
        #expect(history(try line("grant_revoked", 1, 6), since: 5).reachesBackTo == nil)
        #expect(history("", since: 5).reachesBackTo == nil)
        #expect(
            AuditHistory(in: [folder.path + "/none"], since: StoreMark(storeID: Self.store, sequence: 5)).revoked == [])
    }

    @Test func `is read to its end, however long it is, and over a torn line`() throws {
        let read = #"{"time":"t","kind":"decision","outcome":"allow"}"# + "\n"
        let reads = String(repeating: read, count: 3 * AuditLines.chunkBytes / read.utf8.count + 7)
        let long = #"{"reason":""# + String(repeating: "x", count: 2 * AuditLines.chunkBytes) + "\"}\n"
        let text =
            try line("grant_stored", 1, 5) + reads + line("grant_revoked", 2, 6) + long + reads + "{\"time\":\n"
            + line("grant_revoked", 3, 7) + line("grant_revoked", 4, 8).dropLast(9)
        let history = history(text, since: 5)
        #expect(history.revoked.map(\.rawValue) == [2, 3])
        #expect(history.reachesBackTo == "t5")
    }
}
