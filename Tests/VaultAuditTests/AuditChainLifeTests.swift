import Glibc
import Testing
import VaultCore
import VaultCrypto
import VaultJSON
import VaultTestSupport

@testable import VaultAudit

/// What becomes of the chain over restarts, crashes, rotations and changes by others.
@Suite(.timeLimit(.minutes(5))) struct AuditChainLifeTests {
    private let folder = Folder()
    private let clock = ManualClock()

    private func open() throws -> AuditLog { try AuditLog(path: folder.log, Fixture.makers(clock)) }

    private func record(_ log: AuditLog, _ times: Int) throws {
        for index in 0..<times {
            log.record(AuditEvent(.decision, .allow, caller: try Fixture.caller(pid: Int32(index))))
        }
        try log.writeOut()
    }

    private var files: [String] { AuditSegments(of: folder.log).files }

    private func verifyOutside() -> AuditReport {
        AuditVerifier(SodiumAuditHasher(), publicKey: Fixture.auditKey().publicKey).verify(files)
    }

    private func verifyInside() -> AuditReport { AuditVerifier(Fixture.makers(clock)).verify(files) }

    @Test func `the chain goes on over a restart`() throws {
        try { try record(try open(), 4) }()
        try { try record(try open(), 4) }()
        let report = verifyOutside()
        #expect(report.flaw == nil)
        #expect(report.sealed == 6)
        #expect(report.records?.upperBound == 11)
    }

    @Test(arguments: [1, 40, 150])
    func `half a line that a crash has left is known as that`(bytes: Int) throws {
        try { try record(try open(), 4) }()
        let whole = text(of: folder.log)
        let last = try #require(whole.split(separator: "\n").last)
        try folder.append(String(last).prefix(bytes))
        try {
            let log = try open()
            try record(log, 1)
            try log.seal()
        }()
        let report = verifyOutside()
        #expect(report.flaw == nil)
        #expect(report.tornBytes == bytes + 1)
        #expect(report.records?.upperBound == 10)
    }

    @Test func `what was changed while nobody wrote is told by the next start, and no seal covers it`() throws {
        try { try record(try open(), 4) }()
        folder.write(text(of: folder.log).replacing("\"pid\":2", with: "\"pid\":7"))
        try {
            let log = try open()
            try record(log, 1)
            try log.seal()
        }()
        let told = try lines(text(of: folder.log)).first { $0["kind"]?.string == "audit_broken" }
        #expect(told?["from"]?.integer == 4)
        #expect(verifyInside().flaw?.kind == .edited)
        #expect(verifyInside().flaw?.sequence == 4)
        #expect(verifyOutside().flaw?.kind == .unsealed(upTo: 5))
    }

    @Test func `a log that was ended is gone on with behind its seal, whatever became of what is before`() throws {
        try {
            let log = try open()
            try record(log, 4)
            try log.end()
        }()
        folder.write(text(of: folder.log).replacing("\"pid\":2", with: "\"pid\":7"))
        try {
            let log = try open()
            try record(log, 1)
            try log.seal()
        }()
        #expect(try !lines(text(of: folder.log)).contains { $0["kind"]?.string == "audit_broken" })
        #expect(verifyOutside().flaw?.kind == .edited)
        #expect(verifyOutside().flaw?.sequence == 4)
    }

    @Test func `half a line behind the last seal is known as what a crash has left`() throws {
        try {
            let log = try open()
            try record(log, 4)
            try log.end()
        }()
        try folder.append(#"{"seq":7,"time":"2026-11-"#)
        try {
            let log = try open()
            try record(log, 1)
            try log.seal()
        }()
        #expect(verifyOutside().flaw == nil)
        #expect(verifyOutside().tornBytes > 20)
    }

    @Test func `a seal that others signed is no end of this log`() throws {
        try {
            let log = try AuditLog(
                path: folder.log,
                AuditMakers(key: Fixture.auditKey(8), hasher: SodiumAuditHasher(), clock: clock))
            try record(log, 4)
            try log.end()
        }()
        try record(try open(), 1)
        #expect(try lines(text(of: folder.log)).contains { $0["kind"]?.string == "audit_broken" })
    }

    @Test func `what is changed while the log is written is told by it`() throws {
        let log = try open()
        try record(log, 4)
        truncate(folder.log, 700)
        try record(log, 1)
        try log.seal()
        let told = text(of: folder.log).split(separator: "\n").last { $0.contains("audit_broken") }
        #expect(told?.contains("\"from\":1") == true)
    }

    @Test func `a file is closed by its size, by its age, and removed when it is old enough`() throws {
        let log = try open()
        var settings = AuditSettings(path: folder.log)
        settings.rotateBytes = 4_096
        try log.keep(settings)
        #expect(AuditSegments(of: folder.log).closed.isEmpty)
        try record(log, 20)
        try log.keep(settings)
        #expect(AuditSegments(of: folder.log).closed.count == 1)
        settings.rotateBytes = 1_000_000
        clock.advance(seconds: 86_400)
        try log.keep(settings)
        #expect(AuditSegments(of: folder.log).closed.count == 2)
        settings.keepSeconds = 60
        let oldest = try #require(AuditSegments(of: folder.log).closed.first)
        var times = [timeval(tv_sec: 1, tv_usec: 0), timeval(tv_sec: 1, tv_usec: 0)]
        #expect(utimes(oldest, &times) == 0)
        try log.keep(settings)
        #expect(!AuditSegments(of: folder.log).closed.contains(oldest))
        try log.writeOut()
        let told = try lines(text(of: folder.log)).last
        #expect(told?["segment"]?.string == "audit.jsonl.000000000000001")
        #expect(verifyOutside().flaw == nil)
    }

    @Test func `a span of another course of the same log is not taken for this one's`() throws {
        try { try record(try open(), 4) }()
        let trunk = text(of: folder.log)
        func goOn(_ times: Int) throws -> [Substring] {
            folder.write(trunk)
            for _ in 0..<times {
                let log = try open()
                try record(log, 4)
                try log.end()
            }
            return text(of: folder.log).split(separator: "\n")
        }
        let other = try goOn(1)
        let this = try goOn(2)
        #expect(verifyOutside().flaw == nil)
        // As many records, each as signed, and in their order.
        folder.write((other + this[other.count...]).map { "\($0)\n" }.joined())
        #expect(verifyOutside().flaw?.kind == .edited)
        #expect(verifyOutside().flaw?.sequence == Int64(other.count + 1))
    }

    @Test func `records are sealed when they are old enough`() throws {
        let log = try open()
        let settings = AuditSettings(path: folder.log)
        try record(log, 1)
        clock.advance(seconds: 59)
        try log.keep(settings)
        #expect(verifyOutside().sealed == 0)
        clock.advance(seconds: 1)
        try log.keep(settings)
        #expect(verifyOutside().sealed == 3)
        clock.advance(seconds: 600)
        try log.keep(settings)
        #expect(verifyOutside().sealed == 3, "there is nothing to seal")
    }
}
