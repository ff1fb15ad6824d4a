import Glibc
import Testing
import VaultCore
import VaultJSON
import VaultTestSupport

@testable import VaultAudit

@Suite struct `An audit log that cannot be written` {
    private let folder = Folder()
    private let clock = ManualClock()

    @Test func `fails every flush on a full disk, and then writes all of it once`() throws {
        let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
        let log = AuditLog(AuditFile(adopting: full), path: "", clock: clock, limit: AuditLog.waitingBytes)
        for pid in 0..<5 {
            log.record(AuditEvent(.decision, .allow, caller: try Fixture.caller(pid: Int32(pid))))
            #expect(throws: AuditFailure(errno: ENOSPC)) { try log.flush() }
        }
        try putFile(in: full)
        try log.flush()
        try log.flush()
        #expect(try lines(text(of: folder.log)).map { $0["pid"]?.integer } == [0, 1, 2, 3, 4])
    }

    @Test func `goes on in the middle of the line where a short write stopped`() throws {
        let pipe = try Pipe()
        let log = AuditLog(AuditFile(adopting: pipe.input), path: "", clock: clock, limit: AuditLog.waitingBytes)
        let count = try recordUntilItOverflows(pipe, log)
        var got = ""
        var failures = 0
        while true {
            do {
                try log.flush()
                break
            } catch {
                #expect(error == AuditFailure(errno: EAGAIN))
                failures += 1
                got += readAvailable(pipe.output)
            }
        }
        got += readAvailable(pipe.output)
        #expect(failures > 1, "the pipe must have been too small more than once")
        #expect(try lines(got).map { $0["pid"]?.integer } == (0..<Int64(count)).map { $0 })
    }

    @Test func `stays in the file that does not take all of it, and leaves it when it has`() throws {
        let pipe = try Pipe()
        let log = AuditLog(
            AuditFile(adopting: pipe.input), path: folder.log, clock: clock, limit: AuditLog.waitingBytes)
        let count = try recordUntilItOverflows(pipe, log)
        #expect(throws: AuditOpenFailure(path: folder.log, .system(errno: EAGAIN))) { try log.reopen() }
        var old = readAvailable(pipe.output)
        while (try? log.reopen()) == nil { old += readAvailable(pipe.output) }
        old += readAvailable(pipe.output)
        log.record(AuditEvent(.stopped, .done))
        try log.flush()
        let pids = try lines(old).map { $0["pid"]?.integer }
        #expect(pids == (0..<Int64(count)).map { $0 })
        #expect(
            try lines(text(of: folder.log)).map { $0["kind"]?.string } == ["audit_broken", "stopped"],
            "a pipe is no file")
    }

    @Test func `loses records only beyond its limit, throws while it may have lost one, and tells how many`() throws {
        let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
        let log = AuditLog(AuditFile(adopting: full), path: "", clock: clock, limit: 4096)
        for pid in 0..<100 {
            log.record(AuditEvent(.decision, .allow, caller: try Fixture.caller(pid: Int32(pid))))
        }
        #expect(throws: AuditFailure(errno: ENOSPC)) { try log.flush() }
        try putFile(in: full)
        #expect(throws: AuditFailure(errno: ENOBUFS)) { try log.flush() }
        clock.advance(milliseconds: 999)
        #expect(throws: AuditFailure(errno: ENOBUFS)) { try log.flush() }
        clock.advance(milliseconds: 1)
        try log.flush()
        log.record(AuditEvent(.stopped, .done))
        try log.flush()

        let lines = try lines(text(of: folder.log))
        let kept = lines.filter { $0["kind"]?.string == "decision" }
        #expect(kept.map { $0["pid"]?.integer } == (0..<Int64(kept.count)).map { $0 })
        let loss = try #require(lines.first { $0["kind"]?.string == "records_lost" })
        #expect(loss["lost"]?.integer == Int64(100 - kept.count))
        #expect(kept.count > 8 && kept.count < 20)
        #expect(lines.last?["kind"]?.string == "stopped")
        #expect(lines.count == kept.count + 2)
    }

    @Test func `loses served records the same way`() throws {
        let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
        let log = AuditLog(AuditFile(adopting: full), path: "", clock: clock, limit: 4096)
        let parts = (log.callerPart(try Fixture.caller(), .tokenGet), log.grantPart(try Fixture.grant(), Fixture.token))
        for _ in 0..<100 { log.recordServed(parts.0, parts.1) }
        try putFile(in: full)
        #expect(throws: AuditFailure(errno: ENOBUFS)) { try log.flush() }
        clock.advance(seconds: 1)
        try log.flush()
        let lines = try lines(text(of: folder.log))
        let kept = lines.filter { $0["kind"]?.string == "decision" }.count
        #expect(lines.last?["lost"]?.integer == Int64(100 - kept))
        #expect(kept > 0 && kept < 20)
    }

    /// Lets the log's descriptor stand for a file in the folder, as if room had been made on the disk.
    private func putFile(in descriptor: Int32) throws {
        let file = open(folder.log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        try #require(dup2(file, descriptor) == descriptor)
        close(file)
    }

    /// - Returns: how many records wait, three times what the pipe holds.
    private func recordUntilItOverflows(_ pipe: Pipe, _ log: AuditLog) throws -> Int {
        let count = 3 * pipe.capacity / 200
        for pid in 0..<count {
            log.record(AuditEvent(.decision, .allow, caller: try Fixture.caller(pid: Int32(pid))))
        }
        return count
    }
}

/// A small non-blocking pipe; the input is closed by the log that adopts it.
private final class Pipe {
    let input: Int32
    let output: Int32
    let capacity: Int

    init() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        output = ends[0]
        input = ends[1]
        for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        capacity = Int(fcntl(input, 1032, 1))
        try #require(capacity > 0)
    }

    deinit { close(output) }
}
