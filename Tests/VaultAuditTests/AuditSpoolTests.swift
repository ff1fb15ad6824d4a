import Glibc
import Testing
import VaultCore
import VaultJSON
import VaultTestSupport

@testable import VaultAudit

/// What was served from memory lies beside the log for a moment, and is lost with nothing less than the machine.
@Suite struct AuditSpoolTests {
    private let folder = Folder()
    private let clock = ManualClock()

    private func open() throws -> AuditLog { try AuditLog(path: folder.log, Fixture.makers(clock)) }

    private func serve(_ log: AuditLog, _ times: Int = 1) throws {
        let parts = (log.callerPart(try Fixture.caller(), .tokenGet), log.grantPart(try Fixture.grant(), Fixture.token))
        for _ in 0..<times { log.recordServed(parts.0, parts.1) }
    }

    /// As many lines as were served, and what the killed process leaves on the disk: its memory is let go, nothing is written.
    private func served(_ times: Int, thenKilled isKilled: Bool = true) throws {
        let log = try open()
        try serve(log, times)
        #expect(try log.flush())
        if !isKilled { try log.writeOut() }
    }

    private var log: String { text(of: folder.log) }

    private func count(_ text: String) throws -> Int { try lines(text).count }

    /// What the process that was killed last wrote or left, for who cuts it.
    private func left() throws -> Substring {
        let before = log.utf8.count
        _ = try open()
        let text = log
        truncate(folder.log, off_t(before))
        return text.dropFirst(before)
    }

    @Test func `what was served lies beside the log until it is written out`() throws {
        let log = try open()
        try serve(log, 3)
        #expect(try log.flush())
        #expect(try count(self.log) == 0)
        try log.writeOut()
        #expect(try count(self.log) == 3)
        #expect(try !log.flush())
    }

    @Test func `a change is in the log with its own flush, behind all that was served before`() throws {
        let log = try open()
        try serve(log, 2)
        _ = try log.flush()
        log.record(AuditEvent(.started, .done))
        try serve(log)
        #expect(try !log.flush())
        #expect(try lines(self.log).map { $0["kind"]?.string } == ["decision", "decision", "started", "decision"])
    }

    @Test func `much of it is written without being asked`() throws {
        let log = try open()
        try serve(log, AuditState.spooledBytes / 200)
        #expect(try !log.flush())
        #expect(try count(self.log) == AuditState.spooledBytes / 200)
    }

    @Test func `the next start puts into the log what a killed process has left, once`() throws {
        try served(3)
        #expect(try count(log) == 0)
        _ = try open()
        #expect(try count(log) == 3)
        _ = try open()
        #expect(try count(log) == 3)
    }

    @Test func `what was not flushed had no reply, and is not told`() throws {
        do {
            let log = try open()
            try serve(log)
            _ = try log.flush()
            try serve(log, 5)
        }
        _ = try open()
        #expect(try count(log) == 1)
    }

    @Test func `lines that were written, but not noted as written, are not written twice`() throws {
        try served(2)
        let spool = try spool()
        let whole = log + String(try left())
        // As if the process had died between the write and the note of it.
        try put(spool)
        folder.write(whole)
        _ = try open()
        #expect(try count(log) == 2)
    }

    @Test(arguments: [1, 100, 250, 400])
    func `a write that was cut is finished, in the middle of a line or not`(bytes: Int) throws {
        try served(2)
        let spool = try spool()
        let rest = try left()
        try put(spool)
        try folder.append(rest.prefix(bytes))
        let report = AuditVerifier(Fixture.makers(clock)).verify([folder.log])
        #expect(report.flaw == nil)
        _ = try open()
        #expect(try count(log) == 2)
        #expect(AuditVerifier(Fixture.makers(clock)).verify([folder.log]).flaw == nil)
    }

    @Test func `where the log was moved away or cut meanwhile the lines go to the one that is there`() throws {
        try served(1, thenKilled: false)
        try served(2)
        truncate(folder.log, 0)
        _ = try open()
        #expect(try count(log) == 3, "two, and that the chain is broken")
        try served(2)
        unlink(folder.log)
        _ = try open()
        #expect(try count(log) == 3)
    }

    @Test func `where something else stands in their place the lines go behind it`() throws {
        try served(2)
        try folder.append(#"{"kind":"of somebody else"}"# + "\n")
        _ = try open()
        let kinds = try lines(log).map { $0["kind"]?.string }
        #expect(kinds == ["of somebody else", "decision", "decision", "audit_broken"])
    }

    @Test func `lines go to the log that they were recorded for when it is opened anew`() throws {
        let log = try open()
        try serve(log, 2)
        _ = try log.flush()
        rename(folder.log, folder.log + ".1")
        try log.reopen()
        #expect(try count(text(of: folder.log + ".1")) == 2)
        try serve(log)
        _ = try log.writeOut()
        #expect(try count(self.log) == 1)
    }

    @Test func `a second process on the same log is refused`() throws {
        let first = try open()
        #expect(throws: AuditOpenFailure(path: folder.log, .inUse)) { try open() }
        try serve(first)
        #expect(try first.flush())
    }

    @Test func `a spool that is not understood is begun anew, and a link in its place is refused`() throws {
        let noise = fopen(folder.log + ".spool", "w")
        for _ in 0..<2_000 { fputs("noise ", noise) }
        fclose(noise)
        try served(1)
        _ = try open()
        #expect(try count(log) == 1)
        unlink(folder.log + ".spool")
        symlink("/etc/passwd", folder.log + ".spool")
        #expect(throws: AuditOpenFailure(path: folder.log, .system(errno: ELOOP))) { try open() }
    }

    private func spool() throws -> [UInt8] {
        let file = try #require(fopen(folder.log + ".spool", "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: AuditSpool.headerBytes + AuditLog.waitingBytes)
        #expect(fread(&bytes, 1, bytes.count, file) == bytes.count)
        return bytes
    }

    private func put(_ spool: [UInt8]) throws {
        let file = try #require(fopen(folder.log + ".spool", "w"))
        defer { fclose(file) }
        #expect(fwrite(spool, 1, spool.count, file) == spool.count)
    }
}
