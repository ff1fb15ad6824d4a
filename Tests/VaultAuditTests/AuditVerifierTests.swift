import Glibc
import Testing
import VaultCore
import VaultCrypto
import VaultJSON
import VaultTestSupport

@testable import VaultAudit

/// Whoever has the files and the public key can tell which record is the first that is not as it was written.
@Suite(.timeLimit(.minutes(5))) struct AuditVerifierTests {
    private let folder = Folder()
    private let clock = ManualClock()
    private static let hasher = SodiumAuditHasher()

    private func open() throws -> AuditLog { try AuditLog(path: folder.log, Fixture.makers(clock)) }

    private func record(_ log: AuditLog, _ times: Int) throws {
        for index in 0..<times {
            log.record(AuditEvent(.decision, .allow, caller: try Fixture.caller(pid: Int32(index))))
        }
        try log.writeOut()
    }

    /// Spans of four records and their seal, in the file: 1 to 6, 7 to 12 and so on; each number is the place in `lines`, plus one.
    private func sealedLog(spans: Int = 3) throws -> [Substring] {
        do {
            let log = try open()
            for _ in 0..<spans {
                try record(log, 4)
                try log.seal()
            }
        }
        // What the last seal is followed by is a span of its own.
        let lines = text(of: folder.log).split(separator: "\n").dropLast()
        folder.write(lines.map { "\($0)\n" }.joined())
        return Array(lines)
    }

    private func write(_ lines: [Substring]) { folder.write(lines.map { "\($0)\n" }.joined()) }

    private var files: [String] { AuditSegments(of: folder.log).files }

    private func verifyOutside(reaching last: Int64? = nil) -> AuditReport {
        AuditVerifier(Self.hasher, publicKey: Fixture.auditKey().publicKey).verify(files, reaching: last)
    }

    private func verifyInside() -> AuditReport { AuditVerifier(Fixture.makers(clock)).verify(files) }

    /// What both say of the same.
    private func expectFlaw(
        _ kind: AuditFlaw.Kind, at sequence: Int64, line: Int? = nil, _ place: SourceLocation = #_sourceLocation
    ) {
        for report in [verifyOutside(), verifyInside()] {
            #expect(report.flaw?.kind == kind, sourceLocation: place)
            #expect(report.flaw?.sequence == sequence, sourceLocation: place)
            if let line { #expect(report.flaw?.line == line, sourceLocation: place) }
        }
    }

    @Test func `a log that nobody touched is whole, and all of it is sealed`() throws {
        _ = try sealedLog()
        let report = verifyOutside(reaching: 18)
        #expect(report == verifyInside())
        var whole = AuditReport()
        whole.records = 1...18
        whole.sealed = 18
        #expect(report == whole)
    }

    @Test(arguments: 0..<18)
    func `a record that was edited is named`(index: Int) throws {
        var lines = try sealedLog()
        let line = String(lines[index])
        let edited = line.replacing("2023", with: "2024")
        try #require(edited != line)
        lines[index] = Substring(edited)
        write(lines)
        expectFlaw(.edited, at: Int64(index + 1), line: index + 1)
    }

    @Test(arguments: [0, 1, 4, 8])
    func `a record whose tag was changed is named`(index: Int) throws {
        var lines = try sealedLog()
        let line = String(lines[index])
        let digit = String(line.suffix(3).prefix(1))
        lines[index] = Substring(String(line.prefix(line.count - 3)) + (digit == "0" ? "1" : "0") + "\"}")
        write(lines)
        expectFlaw(.edited, at: Int64(index + 1), line: index + 1)
    }

    @Test func `a number that is written in another way is no record of ours`() throws {
        var lines = try sealedLog()
        lines[3] = Substring(String(lines[3]).replacing(#"{"seq":4,"#, with: #"{"seq":04,"#))
        write(lines)
        for report in [verifyOutside(), verifyInside()] { #expect(report.flaw?.sequence == 4) }
    }

    @Test(arguments: 0..<17)
    func `a record that was deleted is named`(index: Int) throws {
        var lines = try sealedLog()
        lines.remove(at: index)
        write(lines)
        if index == 0 {
            // Nothing tells where a log began whose beginning is gone: of its first span nothing can be said.
            expectFlaw(.unsealed(upTo: 2), at: 2)
        } else {
            expectFlaw(.missing(upTo: Int64(index + 1)), at: Int64(index + 1))
        }
    }

    @Test(arguments: 1..<17)
    func `two records that were swapped are named by the first`(index: Int) throws {
        var lines = try sealedLog()
        lines.swapAt(index, index + 1)
        write(lines)
        let report = verifyOutside()
        #expect(report.flaw?.sequence == Int64(index + 1))
        #expect(verifyInside().flaw?.sequence == Int64(index + 1))
    }

    @Test(arguments: 1..<18)
    func `a record that was written twice is named`(index: Int) throws {
        var lines = try sealedLog()
        lines.insert(lines[2], at: index)
        write(lines)
        let report = verifyOutside()
        #expect(report.flaw != nil)
        #expect(report.flaw?.line == index + 1 || index <= 2)
        #expect(report.flaw?.sequence == verifyInside().flaw?.sequence)
    }

    @Test(arguments: 1..<18)
    func `a line that is no record is named`(index: Int) throws {
        var lines = try sealedLog()
        lines.insert("nothing of ours", at: index)
        write(lines)
        let report = verifyOutside()
        #expect(report.flaw?.kind == .noRecord)
        #expect(report.flaw?.sequence == Int64(index + 1))
        #expect(verifyInside().flaw == report.flaw)
    }

    @Test(arguments: 1..<18)
    func `a log that was cut is known by how far it reached`(count: Int) throws {
        let lines = try sealedLog()
        write(Array(lines.prefix(count)))
        #expect(verifyOutside(reaching: 18).flaw?.kind == .missing(upTo: 18))
        #expect(verifyOutside(reaching: 18).flaw?.sequence == Int64(count + 1))
        #expect(verifyOutside().flaw == nil, "nobody can tell by the file alone")
    }

    @Test func `a file that was cut is known by the next one`() throws {
        do {
            let log = try open()
            try record(log, 4)
            try log.rotate()
            try record(log, 1)
            try log.seal()
        }
        #expect(verifyOutside().flaw == nil)
        let first = try #require(AuditSegments(of: folder.log).closed.first)
        let lines = text(of: first).split(separator: "\n")
        #expect(lines.count == 6)
        folder.write(lines.prefix(3).map { "\($0)\n" }.joined(), to: "audit.jsonl.000000000000001")
        expectFlaw(.missing(upTo: 6), at: 4)
    }

    @Test func `a file that is missing is known by its neighbours`() throws {
        do {
            let log = try open()
            for _ in 0..<3 {
                try record(log, 4)
                try log.rotate()
            }
        }
        let closed = AuditSegments(of: folder.log).closed
        #expect(closed.map { $0.suffix(2) } == ["01", "07", "13"])
        #expect(verifyOutside().flaw == nil)
        unlink(closed[1])
        expectFlaw(.missing(upTo: 12), at: 7)
    }

    @Test func `a log whose oldest files are gone begins in the middle`() throws {
        do {
            let log = try open()
            for _ in 0..<3 {
                try record(log, 4)
                try log.rotate()
            }
        }
        unlink(try #require(AuditSegments(of: folder.log).closed.first))
        #expect(verifyOutside().records == 7...19)
        #expect(verifyOutside().flaw == nil)
    }

    @Test func `records that are not sealed yet are verified with the secret key, and counted without it`() throws {
        let log = try open()
        try record(log, 4)
        try log.seal()
        try record(log, 3)
        #expect(verifyOutside().unsealed == 7...10)
        #expect(!verifyOutside().unsealedVerified)
        #expect(verifyInside().unsealedVerified)
        var lines = text(of: folder.log).split(separator: "\n")
        lines[8] = Substring(String(lines[8]).replacing("4", with: "5"))
        write(lines)
        #expect(verifyOutside().flaw == nil)
        #expect(verifyInside().flaw?.sequence == 9)
    }

    @Test func `a seal of another key is none`() throws {
        _ = try sealedLog()
        let other = AuditVerifier(Self.hasher, publicKey: Fixture.auditKey(8).publicKey).verify(files)
        #expect(other.flaw?.kind == .edited)
        #expect(other.flaw?.sequence == 6)
    }

    @Test func `whoever knows the key of a sealed span can hide which record it was, not that it was one`() throws {
        var lines = try sealedLog()
        let seal = try #require(SpanSeal(AuditLines.read(Array(lines[5].utf8)[...])))
        var block = RecordBlock(after: seal.key)
        for index in 0..<5 {
            let members = try #require(ChainedLine(Array(lines[index].utf8)[...])).members
            let forged = String(decoding: members, as: UTF8.self).replacing("2023", with: "2024")
            let parts = try #require(RecordParts(Array(forged.utf8)[...], Self.hasher))
            let tag = Hexadecimal.text(
                of: withUnsafeBytes(of: block.link(parts, Int64(index + 1), Self.hasher).head) { Array($0) })
            lines[index] = Substring(#"{"seq":\#(index + 1),\#(forged),"mac":"\#(tag)"}"#)
        }
        write(lines)
        #expect(verifyOutside().flaw?.sequence == 6, "the seal does not follow")
    }
}
