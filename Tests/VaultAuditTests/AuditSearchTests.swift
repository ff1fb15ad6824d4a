import Testing
import VaultCore
import VaultJSON
import VaultTestSupport

@testable import VaultAudit

/// Records are found by what they are about, over all files of the log.
@Suite struct AuditSearchTests {
    private let folder = Folder()
    private let clock = ManualClock(at: Timestamp(milliseconds: 1_700_000_000_000))

    /// Of ten decisions, one a second; the first half in a file that is closed. The first of them has the number 2.
    private func write() throws -> AuditLog {
        let log = try AuditLog(path: folder.log, Fixture.makers(clock))
        for index in 0..<10 {
            clock.advance(seconds: 1)
            log.record(
                AuditEvent(
                    .decision, index % 2 == 0 ? .allow : .deny, caller: try Fixture.caller(pid: Int32(index)),
                    subject: try Subject("user:default/\(index % 3)")))
            if index == 4 { try log.rotate() }
        }
        try log.writeOut()
        return log
    }

    private func find(_ log: AuditLog, _ change: (inout AuditQuestion) throws -> Void) throws -> AuditFinding {
        var question = AuditQuestion()
        question.kind = .decision
        try change(&question)
        return log.find(question)
    }

    private func pids(_ finding: AuditFinding) throws -> [Int64] {
        try finding.records.map { try AuditLines.read($0[...]).unwrapped["pid"]?.integer ?? -1 }
    }

    @Test func `by what it is about`() throws {
        let log = try write()
        #expect(try pids(find(log) { _ in }) == Array(0..<10))
        #expect(try pids(find(log) { $0.outcome = .deny }) == [1, 3, 5, 7, 9])
        #expect(try pids(find(log) { $0.subject = try Subject("user:default/1") }) == [1, 4, 7])
        #expect(try pids(find(log) { $0.client = try ClientName("nobody") }) == [])
    }

    @Test func `by when it was`() throws {
        let log = try write()
        let start = Timestamp(milliseconds: 1_700_000_000_000)
        #expect(try pids(find(log) { $0.since = start.adding(seconds: 8) }) == [7, 8, 9])
        #expect(try pids(find(log) { $0.until = start.adding(seconds: 3) }) == [0, 1])
    }

    @Test func `page after page, and what comes after`() throws {
        let log = try write()
        var first = try find(log) { $0.limit = 4 }
        #expect(try pids(first) == [0, 1, 2, 3] && first.isCut)
        first = try find(log) { question in
            question.limit = 4
            question.after = first.reached
        }
        #expect(try pids(first) == [4, 5, 6, 7])
        let last = try find(log) { $0.after = first.reached }
        #expect(try pids(last) == [8, 9] && !last.isCut)
        #expect(try pids(find(log) { $0.after = last.reached }) == [])
    }

    @Test func `the newest, over files`() throws {
        let log = try write()
        #expect(try pids(find(log) { ($0.newest, $0.limit) = (true, 7) }) == [3, 4, 5, 6, 7, 8, 9])
    }
}
