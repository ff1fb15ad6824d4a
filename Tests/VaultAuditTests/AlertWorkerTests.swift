import Foundation
import Glibc
import Synchronization
import Testing
import VaultCore
import VaultJSON
import VaultTestSupport

@testable import VaultAudit

/// The watcher on its thread: what it fires is in the log before the command is asked, and its heart beats.
@Suite(.timeLimit(.minutes(5))) struct AlertWorkerTests {
    private let folder = Folder()
    private let clock = ManualClock()

    private func told(_ kind: AuditEvent.Kind) -> [JSONValue] {
        records(in: folder.log).filter { $0.kind == kind }.compactMap(\.members)
    }

    @Test func `alerts and heartbeats are told, one after the other, and what does not arrive is told, too`() throws {
        let log = try AuditLog(path: folder.log, Fixture.makers(clock))
        var settings = AlertSettings()
        settings.command = ["/a"]
        settings.heartbeatSeconds = 60
        let messages = Mutex<[[UInt8]]>([])
        let worker = AlertWorker(settings, of: log) { message in
            messages.withLock { $0.append(message) }
            return messages.withLock { $0.count } == 2 ? "timed_out" : nil
        }
        Thread.detachNewThread { worker.run() }
        log.record(try AuditEvent(.reauthRequired, .done, reason: "lost_rotation").about(Fixture.grant()))
        try log.writeOut()
        wait { messages.withLock { $0.count } == 1 }
        #expect(told(.alert).count == 1 && told(.heartbeat).isEmpty)
        clock.advance(milliseconds: 60_000)
        wait { !told(.alertUndelivered).isEmpty }
        #expect(told(.heartbeat).count == 1)
        #expect(told(.alertUndelivered).first?["reason"]?.isString("timed_out") == true)
        worker.stop()
        wait { worker.hasEnded }
        let first = try JSONDocument(parsing: messages.withLock { $0[0] }).root
        #expect(first["kind"]?.isString("alert") == true && first["rule"]?.isString("lost_rotation") == true)
        #expect(first["subject"]?.isString("user:default/alice") == true && first["record"]?.integer == 2)
        #expect(worker.count(of: .lostRotation) == 1 && worker.count(of: .severe) == 0)
    }
}
