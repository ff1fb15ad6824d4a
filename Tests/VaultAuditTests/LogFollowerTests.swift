import Glibc
import Testing
import VaultCore
import VaultTestSupport

@testable import VaultAudit

/// A log that is followed is read as it was written, over everything that becomes of its files.
@Suite(.timeLimit(.minutes(5))) struct LogFollowerTests {
    private let folder = Folder()
    private let clock = ManualClock()

    private func open() throws -> AuditLog { try AuditLog(path: folder.log, Fixture.makers(clock)) }

    private func record(_ log: AuditLog, _ times: Int) throws {
        for _ in 0..<times { log.record(AuditEvent(.decision, .allow, caller: try Fixture.caller())) }
        try log.writeOut()
    }

    private func rest(_ follower: inout LogFollower) -> (sequences: [Int64], missing: Int64) {
        var (sequences, missing): ([Int64], Int64) = ([], 0)
        while true {
            let batch = follower.read()
            sequences += batch.records.map(\.sequence)
            missing += batch.missing
            if batch.isEnd { return (sequences, missing) }
        }
    }

    @Test func `each record is read once, in order, over rotations while it is read and before`() throws {
        let log = try open()
        var follower = LogFollower(path: folder.log, after: 0)
        try record(log, 5)
        #expect(rest(&follower).sequences == Array(1...6))
        try record(log, 2)
        try log.rotate()
        try record(log, 3)
        try log.rotate()
        try record(log, 1)
        let found = rest(&follower)
        #expect(found.sequences == Array(7...log.lastSequence))
        #expect(found.missing == 0 && follower.bytesBehind == 0)
        var late = LogFollower(path: folder.log, after: 4)
        #expect(late.bytesBehind > 1_000)
        #expect(rest(&late).sequences == Array(5...log.lastSequence))
    }

    @Test func `what stood in a file that is gone is counted as missing`() throws {
        let log = try open()
        try record(log, 3)
        try log.rotate()
        let gone = log.lastSequence
        try record(log, 3)
        unlink(try #require(AuditSegments(of: folder.log).closed.first))
        let first = try #require(records(in: folder.log).first?.sequence)
        var follower = LogFollower(path: folder.log, after: 1)
        let found = rest(&follower)
        #expect(found.sequences == Array(first...log.lastSequence) && first <= gone)
        #expect(found.missing == first - 2)
    }

    @Test func `half a line is not read before it is whole`() throws {
        let log = try open()
        try record(log, 2)
        let whole = text(of: folder.log)
        folder.write(String(whole.dropLast(20)))
        var follower = LogFollower(path: folder.log, after: 0)
        #expect(rest(&follower).sequences == [1, 2])
        try folder.append(whole.suffix(20))
        #expect(rest(&follower).sequences == [3])
    }
}
