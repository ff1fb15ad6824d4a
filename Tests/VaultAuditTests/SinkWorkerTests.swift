import Foundation
import Glibc
import Testing
import VaultCore
import VaultJSON
import VaultTestSupport

@testable import VaultAudit

/// A sink gets copies of what is in the log, whatever becomes of its target; the log waits for none of it.
@Suite(.timeLimit(.minutes(5))) struct SinkWorkerTests {
    private let folder = Folder()
    private let clock = ManualClock()

    private var socketPath: String { "\(folder.path)/syslog" }

    private func open() throws -> AuditLog { try AuditLog(path: folder.log, Fixture.makers(clock)) }

    private func record(_ log: AuditLog, _ times: Int, _ outcome: AuditEvent.Outcome = .allow) throws {
        for _ in 0..<times { log.record(AuditEvent(.decision, outcome, caller: try Fixture.caller())) }
        try log.writeOut()
    }

    private func settings(_ change: (inout SinkSettings) -> Void = { _ in }) throws -> SinkSettings {
        var settings = SinkSettings(name: try SinkName("siem"), target: .syslog(path: socketPath))
        change(&settings)
        return settings
    }

    private func told(_ kind: AuditEvent.Kind) -> [JSONValue] {
        records(in: folder.log).filter { $0.kind == kind }.compactMap(\.members)
    }

    @Test func `records come as RFC 5424, each whole, in order, with their severity`() throws {
        let target = DatagramTarget(socketPath)
        let log = try open()
        let sink = RunningSink(try settings(), of: log)
        try record(log, 2)
        try record(log, 1, .deny)
        let messages = try (0..<3).map { _ in try #require(SyslogMessage(target.next())) }
        #expect(messages.map(\.sequence) == [2, 3, 4])
        // authpriv (10), informational and warning.
        #expect(messages.map(\.priority) == [86, 86, 84])
        #expect(messages[0].words.suffix(4) == ["vaultd", "\(getpid())", "decision", #"[meta sequenceId="2"]"#])
        #expect(
            messages.map(\.text) == records(in: folder.log).dropFirst().map { String(decoding: $0.line, as: UTF8.self) }
        )
        sink.end()
        #expect(sink.worker.tally.sent == 3 && sink.worker.tally.lost == 0)
    }

    @Test func `only the kinds and outcomes that are asked for are sent`() throws {
        let target = DatagramTarget(socketPath)
        let log = try open()
        let sink = RunningSink(
            try settings {
                $0.kinds = [.decision]
                $0.outcomes = [.deny]
            }, of: log)
        log.record(AuditEvent(.grantStored, .done))
        try record(log, 3)
        try record(log, 1, .deny)
        #expect(SyslogMessage(target.next())?.sequence == 6)
        sink.end()
        #expect(target.waiting() == nil)
    }

    @Test func `a target that is away and comes back gets all that waited, and both are told`() throws {
        let log = try open()
        let sink = RunningSink(try settings(), of: log)
        try record(log, 50)
        wait { sink.worker.tally.isFailing }
        #expect(told(.sinkFailing).first?["sink"]?.isString("siem") == true)
        #expect(told(.sinkFailing).first?["reason"]?.isString("missing") == true)
        let target = DatagramTarget(socketPath)
        let sequences = (0..<51).map { _ in SyslogMessage(target.next())?.sequence }
        #expect(sequences == (2...52).map(Int64.init))
        wait { !told(.sinkRecovered).isEmpty }
        #expect(told(.sinkRecovered).first?["lost"]?.integer == 0 && told(.sinkLost).isEmpty)
        #expect(told(.sinkFailing).count == 1)
    }

    @Test func `a target that hangs delays nobody who records, and gets all when it goes on`() throws {
        let target = DatagramTarget(socketPath)
        let log = try open()
        let sink = RunningSink(try settings(), of: log)
        // More than a datagram socket holds (unix(7), max_dgram_qlen).
        var longest = Duration.zero
        for _ in 0..<2_000 {
            let start = ContinuousClock.now
            try record(log, 1)
            longest = max(longest, ContinuousClock.now - start)
        }
        wait { sink.worker.tally.isFailing }
        #expect(longest < .milliseconds(Int(SinkConnection.patience)), "as long as one try of the sink: \(longest)")
        for sequence in 2...2_001 { #expect(SyslogMessage(target.next())?.sequence == Int64(sequence)) }
        wait { !told(.sinkRecovered).isEmpty }
        #expect(told(.sinkRecovered).first?["lost"]?.integer == 0)
    }

    @Test func `what is more than may wait is left out, oldest first, and its number is told`() throws {
        let log = try open()
        let sink = RunningSink(try settings { $0.backlogBytes = 10_000 }, of: log)
        try record(log, 300)
        wait { sink.worker.tally.lost > 0 }
        let target = DatagramTarget(socketPath)
        // Whatever else is told while it is away is sent after the rest.
        var got: [Int64] = []
        while told(.sinkRecovered).isEmpty || got.last != log.lastSequence {
            if let sequence = SyslogMessage(target.next())?.sequence { got.append(sequence) }
        }
        let lost = try #require(told(.sinkLost).compactMap { $0["lost"]?.integer }.reduce(0, +) as Int64?)
        #expect(got == got.sorted() && lost > 100)
        #expect(Int64(got.count) + lost == log.lastSequence - 1)
        #expect(told(.sinkRecovered).first?["lost"]?.integer == lost)
        #expect(sink.worker.tally.lost == UInt64(lost))
    }

    @Test func `a record that the target can never take is counted, and the next ones are sent`() throws {
        let target = DatagramTarget(socketPath)
        let log = try open()
        let sink = RunningSink(try settings(), of: log)
        // More than a socket's buffer (net.core.wmem_default), as no record of the vault is.
        let buffer = Int(text(of: "/proc/sys/net/core/wmem_max").split(separator: "\n").first ?? "") ?? 212_992
        try record(log, 1)
        #expect(SyslogMessage(target.next())?.sequence == 2)
        var connection = SinkConnection(.syslog(path: socketPath))
        #expect(connection.send([UInt8](repeating: 65, count: 2 * buffer + 1_000_000)) == .tooLarge)
        #expect(connection.send([65]) == .sent)
        #expect(target.next() == [65])
        sink.end()
    }

    @Test func `a restart goes on where the last one ended`() throws {
        let target = DatagramTarget(socketPath)
        var got: [Int64?] = []
        try {
            let log = try open()
            let sink = RunningSink(try settings(), of: log)
            try record(log, 3)
            for _ in 0..<3 { got.append(SyslogMessage(target.next())?.sequence) }
            sink.end()
            try record(log, 4)
            try log.rotate()
        }()
        let log = try open()
        let sink = RunningSink(try settings(), of: log)
        try record(log, 2)
        while got.last != log.lastSequence { got.append(SyslogMessage(target.next())?.sequence) }
        #expect(got == Array(2...log.lastSequence))
        #expect(sink.worker.tally.lost == 0)
    }

    @Test func `nothing is told behind the last seal`() throws {
        let log = try open()
        try record(log, 1)
        try log.end()
        let whole = text(of: folder.log)
        log.tell(.sinkLost, .failed) { $0.member("lost", 1) }
        #expect(text(of: folder.log) == whole && whole.contains("audit_sealed"))
    }

    @Test func `journald gets its own protocol`() throws {
        let target = DatagramTarget(socketPath)
        let log = try open()
        let sink = RunningSink(SinkSettings(name: try SinkName("j"), target: .journald(path: socketPath)), of: log)
        try record(log, 1, .deny)
        let fields = try JournalFields(target.next())
        #expect(fields["VAULTD_OUTCOME"] == "deny" && fields["PRIORITY"] == "4" && fields["VAULTD_CLIENT"] == "backend")
        sink.end()
    }
}
