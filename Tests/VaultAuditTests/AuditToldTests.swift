import Glibc
import Testing
import VaultCore
import VaultTestSupport

@testable import VaultAudit

/// Which changes of a store a log tells of.
@Suite struct `What an audit log tells of changes` {
    private let folder = Folder()
    private static let store = String(repeating: "5e", count: 16)

    private func change(_ sequence: Int64, _ change: Int?, of store: String = Self.store) -> String {
        let place = change.map { #","change":\#($0)"# } ?? ""
        return #"{"time":"t","kind":"grant_stored","outcome":"done","store":"\#(store)","store_sequence":"#
            + "\(sequence)\(place)}\n"
    }

    private func told(_ files: [String], from first: Int64, known: Int64 = 0) -> AuditTold {
        AuditTold(in: files, of: Self.store, from: first, known: known)
    }

    private let reads = String(
        repeating: #"{"time":"t","kind":"decision","outcome":"allow","subject":"user:default/alice"}"# + "\n",
        count: 2 * AuditLines.chunkBytes / 80)

    @Test func `is each change that a line names, as the log writes it`() throws {
        let log = try AuditLog(path: folder.log, Fixture.makers(ManualClock()))
        for (sequence, change) in [(3, 0), (3, 1), (4, 0)] as [(Int64, Int)] {
            var event = AuditEvent(
                .grantStored, .done, store: StoreMark(storeID: Self.store, sequence: sequence))
            event.change = change
            log.record(event)
        }
        try log.writeOut()
        let told = told([folder.log], from: 3)
        #expect(told.highest == 4)
        #expect(told.holds(0, of: 3) && told.holds(1, of: 3) && told.holds(0, of: 4))
        #expect(!told.holds(2, of: 3) && !told.holds(1, of: 4) && !told.holds(0, of: 5))
    }

    @Test func `is found behind many reads, in older files, and out of order`() {
        folder.write(change(1, 0) + change(2, 0) + reads, to: "audit.jsonl.1")
        folder.write(change(5, 0) + change(3, 0) + reads + change(4, 0) + reads)
        let told = told(["\(folder.path)/audit.jsonl.1", folder.log], from: 2)
        #expect(told.highest == 5)
        for sequence in 2...5 as ClosedRange<Int64> { #expect(told.holds(0, of: sequence), "\(sequence)") }
    }

    @Test func `is nothing of another store, of a torn line, or of a file that is not there`() {
        let other = String(repeating: "07", count: 16)
        folder.write(change(1, 0) + change(9, 0, of: other) + String(change(2, 0).dropLast(3)))
        let told = told(["\(folder.path)/other", folder.log], from: 1)
        #expect(told.highest == 1 && told.holds(0, of: 1) && !told.holds(0, of: 9) && !told.holds(0, of: 2))
        #expect(self.told(["\(folder.path)/other"], from: 1).highest == nil)
    }

    @Test func `is never what is no line of a log`() {
        for text in [
            "", "x", #""kind":7"#, #""kind":"a"} {"b":1"#, #""outcome":"done""#, #""kind":"a""# + "\n" + #","b":"#,
        ] {
            #expect(!AuditTold.isRecord(Array(text.utf8)), "\(text)")
        }
        #expect(AuditTold.isRecord(Array(#""kind":"started","outcome":"done""#.utf8)))
    }

    @Test func `is looked for until what is known to have been there is found`() {
        // The records of a loss were put again, behind those of later commits.
        folder.write(change(10, 0) + reads + change(7, nil))
        #expect(told([folder.log], from: .max).highest == 7)
        #expect(told([folder.log], from: .max, known: 10).highest == 10)
        #expect(told([folder.log], from: .max, known: 11).highest == 10)
    }
}
