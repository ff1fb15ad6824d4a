import Synchronization
import Testing
import VaultCore
import VaultSocket
import VaultTestSupport
import VaultWire

@testable import VaultServer

struct AuditOrderTests {
    /// A trail that calls the test while it flushes.
    private final class WatchedAudit: AuditTrail {
        let inner = RecordingAudit()
        let whenFlushing = Mutex<(@Sendable () -> Void)?>(nil)

        func record(_ event: AuditEvent) { inner.record(event) }
        func render(_ event: AuditEvent) -> [UInt8] { inner.render(event) }
        func record(_ event: AuditEvent, rendered: [UInt8]) { inner.record(event, rendered: rendered) }
        func recordServed(caller: UnsafeRawBufferPointer, request: Int, object: UnsafeRawBufferPointer) {
            inner.recordServed(caller: caller, request: request, object: object)
        }
        func callerPart(_ caller: Caller, _ method: VaultCore.Method) -> [UInt8] { inner.callerPart(caller, method) }
        func grantPart(_ grant: Grant, _ token: TokenMark) -> [UInt8] { inner.grantPart(grant, token) }
        func mark(of secret: UnsafeRawBufferPointer) -> TokenMark { inner.mark(of: secret) }
        func sessionPart(_ session: Session) -> [UInt8] { inner.sessionPart(session) }
        @discardableResult
        func flush() throws(AuditFailure) -> Bool {
            whenFlushing.withLock { $0 }?()
            return try inner.flush()
        }
        func writeOut() throws(AuditFailure) { try inner.writeOut() }
    }

    /// Answers with what needs a record, and records it.
    private struct RecordingAnswering: RequestAnswering {
        let audit: any AuditTrail

        func answer(
            _ call: IncomingCall, from caller: Caller, under policy: Policy
        ) async -> Result<Reply, WireError> {
            audit.record(AuditEvent(.decision, .allow, caller: caller, method: call.method))
            return call.method == .providerList ? .success(.providers([])) : .success(.pong)
        }
    }

    @Test func `the record is written before a byte of the reply leaves`() throws {
        let audit = WatchedAudit()
        let bench = try ServerBench(audit: audit, answering: RecordingAnswering(audit: audit))
        nonisolated(unsafe) let peer = try bench.connect()
        let seen = Seen()
        audit.whenFlushing.withLock { slot in
            slot = {
                let waiting = audit.inner.waiting.count
                if waiting > 0 { seen.add(waiting: waiting, received: peer.receive()) }
            }
        }
        peer.sendLine(call("provider.list", id: "1"))
        bench.settle()
        #expect(seen.all == [Seen.Entry(waiting: 1, received: 0)])
        #expect(audit.inner.written.count == 1)
        #expect(peer.lines().count == 1)
    }

    @Test func `the records of all connections of a tick are written with one flush`() throws {
        let audit = RecordingAudit()
        let bench = try ServerBench(audit: audit, answering: RecordingAnswering(audit: audit))
        let peers = try (0..<20).map { _ in try bench.connect() }
        for peer in peers { peer.sendLine(call("provider.list")) }
        bench.tick()
        #expect(audit.flushes == 1)
        #expect(audit.written.count == 20)
        for peer in peers { #expect(peer.lines().count == 1) }
    }

    @Test func `when the record cannot be written the reply does not leave and the connection is closed`() throws {
        let audit = RecordingAudit()
        let bench = try ServerBench(audit: audit, answering: RecordingAnswering(audit: audit))
        let (releasing, pinging) = (try bench.connect(), try bench.connect())
        audit.failFlushes(errno: 28)
        releasing.sendLine(call("provider.list"))
        pinging.sendLine(call("system.ping"))
        bench.settle()
        #expect(releasing.lines().isEmpty)
        #expect(releasing.isClosedByServer)
        #expect(pinging.lines().count == 1)
        #expect(!pinging.isClosedByServer)
        #expect(bench.health.auditHasFailed)
        #expect(bench.health.problems.first?.text.contains("audit_failed") == true)
    }

    @Test func `while the log cannot be written only what needs no record is answered`() throws {
        let audit = RecordingAudit()
        let bench = try ServerBench(audit: audit, answering: RecordingAnswering(audit: audit))
        audit.failFlushes(errno: 28)
        let peer = try bench.connect()
        peer.sendLine(call("system.ping", id: "1"))
        bench.settle()
        peer.sendLine(call("provider.list", id: "2"))
        peer.sendLine(call("system.health", id: "3"))
        bench.settle()
        let replies = try peer.lines().map(ReplyLine.init)
        #expect(replies.map(\.id) == ["1", "2", "3"])
        #expect(replies.map(\.reason) == [nil, "audit_failed", nil])
        #expect(!peer.isClosedByServer)
    }

    @Test func `the log is tried again and all is well when it can be written`() throws {
        let audit = RecordingAudit()
        let bench = try ServerBench(audit: audit, answering: RecordingAnswering(audit: audit))
        audit.failFlushes(errno: 28)
        let peer = try bench.connect()
        peer.sendLine(call("system.ping", id: "1"))
        bench.settle()
        audit.failFlushes(errno: nil)
        bench.tick()
        #expect(!bench.health.auditHasFailed)
        #expect(bench.health.problems.isEmpty)
        peer.sendLine(call("provider.list", id: "2"))
        bench.settle()
        #expect(try peer.lines().map { try ReplyLine($0).isResult } == [true, true])
        #expect(audit.written.count == 2)
    }

    @Test func `a tick with very many replies writes and sends in between`() throws {
        let audit = RecordingAudit()
        var limits = LimitSettings()
        limits.bufferedReplyBytes = 64 << 20
        let answering = ScriptedAnswering()
        answering.answer(.rpcDiscover, with: .success(.discovery))
        answering.hold(.rpcDiscover)
        let bench = try ServerBench(limits: limits, audit: audit, answering: answering)
        let peers = try (0..<40).map { _ in try bench.connect() }
        for peer in peers { peer.send(String(repeating: call("rpc.discover") + "\n", count: 5)) }
        bench.settle()
        answering.releaseAll()
        let before = audit.flushes
        bench.tick()
        #expect(audit.flushes > before + 1)
        var count = 0
        for _ in 0..<1000 where count < 200 {
            bench.tick()
            for peer in peers { count += peer.lines().count }
        }
        #expect(count == 200)
    }

    /// What was seen at the flushes that had something to write.
    private final class Seen: Sendable {
        struct Entry: Equatable {
            let waiting: Int
            let received: Int
        }

        private let entries = Mutex<[Entry]>([])
        var all: [Entry] { entries.withLock { $0 } }
        func add(waiting: Int, received: Int) {
            entries.withLock { $0.append(Entry(waiting: waiting, received: received)) }
        }
    }
}
