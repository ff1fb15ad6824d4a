import Glibc
import Synchronization
import Testing
import VaultCore
import VaultJSON
import VaultTestSupport

@testable import VaultAudit

/// What is known of a log after it was synced.
@Suite struct `A synced audit log` {
    private let folder = Folder()

    @Test func `has what was recorded, and what another process had rendered`() throws {
        let log = try AuditLog(path: folder.log, Fixture.makers(ManualClock()))
        log.record(AuditEvent(.started, .done))
        log.record(rendered: log.render(AuditEvent(.stopped, .done)))
        try log.sync()
        #expect(try lines(text(of: folder.log)).compactMap { $0["kind"]?.string } == ["started", "stopped"])
        #expect(log.losses() == 0)
    }

    @Test func `has also what went to a file that was moved away`() throws {
        let log = try AuditLog(path: folder.log, Fixture.makers(ManualClock()))
        log.record(AuditEvent(.started, .done))
        rename(folder.log, folder.log + ".1")
        try log.reopen()
        // Those are taken once.
        for count in [2, 1] {
            let files = log.state.withLock { $0.takeFiles() }
            #expect(files.count == count)
            for file in files { close(file) }
        }
        try log.sync()
    }

    @Test func `is none where it cannot be written or synced, and losses are counted`() throws {
        let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
        let log = AuditLog(AuditFile(adopting: full), path: "/dev/full", clock: ManualClock(), limit: 300)
        for _ in 0..<20 { log.record(AuditEvent(.started, .done)) }
        #expect(throws: AuditFailure(errno: ENOSPC)) { try log.sync() }
        #expect(log.losses() > 10)
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        defer { close(ends[0]) }
        let pipe = AuditLog(AuditFile(adopting: ends[1]), path: "pipe", clock: ManualClock(), limit: 300)
        pipe.record(AuditEvent(.started, .done))
        // A pipe takes the write and has no disk to wait for.
        #expect(throws: AuditFailure(errno: EINVAL)) { try pipe.sync() }
    }
}
