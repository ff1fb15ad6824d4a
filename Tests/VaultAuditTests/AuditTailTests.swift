import Testing
import VaultCore
import VaultTestSupport

@testable import VaultAudit

/// What the end of a log tells of the store.
@Suite struct `The end of an audit log` {
    private let folder = Folder()
    private static let store = String(repeating: "5e", count: 16)

    private func change(_ sequence: Int64) -> String {
        #"{"time":"t","kind":"grant_stored","outcome":"done","store":"\#(Self.store)","store_sequence":\#(sequence)}"#
            + "\n"
    }

    private func mark(_ text: String) -> StoreMark? {
        folder.write(text)
        return AuditTail.lastMark(in: [folder.log])
    }

    @Test func `tells how far the store had come at the last change, as the log writes it`() throws {
        let log = try AuditLog(path: folder.log, Fixture.makers(ManualClock()))
        for sequence in 1...3 as ClosedRange<Int64> {
            log.record(
                AuditEvent(.grantStored, .done, store: StoreMark(storeID: Self.store, sequence: sequence)))
        }
        log.record(AuditEvent(.decision, .allow))
        try log.flush()
        #expect(AuditTail.lastMark(in: [folder.log]) == StoreMark(storeID: Self.store, sequence: 3))
    }

    @Test func `tells it also behind more reads than are read at a time`() {
        let read = #"{"time":"t","kind":"decision","outcome":"allow","subject":"\"store_sequence\":9"}"# + "\n"
        let reads = String(repeating: read, count: 3 * AuditLines.chunkBytes / read.utf8.count)
        #expect(mark(change(4) + reads)?.sequence == 4)
        #expect(mark(reads + change(4) + read)?.sequence == 4)
        #expect(mark(reads) == nil)
    }

    @Test func `does not depend on the order of two changes at a time`() {
        #expect(mark(change(8) + change(7))?.sequence == 8)
    }

    @Test func `is torn after a crash, and a line that is no JSON tells nothing`() {
        #expect(mark(change(4) + String(change(5).dropLast(4)))?.sequence == 4)
        #expect(mark(change(4) + #"{"store_sequence":5"# + "\n")?.sequence == 4)
        #expect(mark(change(4) + #"{"store":7,"store_sequence":5}"# + "\n")?.sequence == 4)
    }

    @Test func `tells nothing where there is no log, an empty one, or no regular file`() {
        #expect(AuditTail.lastMark(in: [folder.log]) == nil)
        #expect(mark("") == nil)
        #expect(AuditTail.lastMark(in: [folder.path]) == nil)
    }

    @Test func `passes over a line that is longer than what is read at a time`() {
        let long = #"{"reason":""# + String(repeating: "x", count: 2 * AuditLines.chunkBytes) + "\"}\n"
        #expect(mark(change(4) + long)?.sequence == 4)
    }
}
