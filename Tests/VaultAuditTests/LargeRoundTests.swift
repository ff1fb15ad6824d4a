import Testing
import VaultCore
import VaultJSON
import VaultTestSupport

@testable import VaultAudit

@Suite struct `A round that records more than may wait` {
    private let folder = Folder()
    private let clock = ManualClock()

    @Test func `loses nothing while the file takes it, and keeps the order`() throws {
        let log = AuditLog(try AuditFile(path: folder.log), path: folder.log, clock: clock, limit: 4096)
        let parts = (log.callerPart(try Fixture.caller(), .tokenGet), log.grantPart(try Fixture.grant(), Fixture.token))
        for pid in 0..<100 {
            log.record(AuditEvent(.decision, .deny, caller: try Fixture.caller(pid: Int32(pid))))
            log.recordServed(parts.0, parts.1)
        }
        try log.flush()
        let lines = try lines(text(of: folder.log))
        #expect(lines.count == 200)
        let denied = lines.filter { $0["outcome"]?.string == "deny" }
        #expect(denied.map { $0["pid"]?.integer } == (0..<100).map { $0 })
        #expect(!lines.contains { $0["kind"]?.string == "records_lost" })
    }
}
