import Foundation
import Glibc
import VaultCore
import VaultJSON
import VaultTestSupport

@testable import VaultAudit

/// A Unix datagram socket as a syslog daemon or journald has it.
final class DatagramTarget {
    let path: String
    private let descriptor: Int32

    init(_ path: String) {
        self.path = path
        unlink(path)
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let code = withUnsafeBytes(of: &address) {
            bind(descriptor, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
        }
        precondition(code == 0, "bind: \(errno)")
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    /// The next message; waits for it as long as its test may take.
    func next() -> [UInt8] {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        poll(&entry, 1, 120_000)
        return waiting() ?? []
    }

    /// nil where nothing waits.
    func waiting() -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 1 << 18)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count >= 0 ? Array(bytes[..<count]) : nil
    }
}

/// A message by RFC 5424, read strictly.
struct SyslogMessage {
    let priority: Int
    let words: [String]
    let text: String

    init?(_ bytes: [UInt8]) {
        let message = String(decoding: bytes, as: UTF8.self)
        // PRI VERSION SP TIMESTAMP SP HOSTNAME SP APP-NAME SP PROCID SP MSGID SP STRUCTURED-DATA SP MSG
        let form =
            /<([0-9]{1,3})>1 (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}Z) ([!-~]{1,255}) ([!-~]{1,48}) ([!-~]{1,128}) ([!-~]{1,32}) (\[meta sequenceId="[1-9][0-9]{0,9}"\]) (.*)/
        guard let match = message.wholeMatch(of: form), let priority = Int(match.1) else { return nil }
        self.priority = priority
        words = [match.2, match.3, match.4, match.5, match.6, match.7].map(String.init)
        text = String(match.8)
    }

    var sequence: Int64? { AuditLines.read(Array(text.utf8)[...])?["seq"]?.integer }
}

/// A sink's worker on a thread of its own, which has ended when the test has.
final class RunningSink {
    let worker: SinkWorker

    init(_ settings: SinkSettings, of log: AuditLog) {
        worker = SinkWorker(settings, of: log)
        Thread.detachNewThread { [worker] in worker.run() }
    }

    func end() {
        worker.stop()
        while !worker.hasEnded { poll(nil, 0, 1) }
    }

    deinit { end() }
}

/// Lines of the log as records.
func records(in path: String) -> [AuditRecord] {
    text(of: path).split(separator: "\n").compactMap { AuditRecord(Array($0.utf8)[...]) }
}

/// Waits for it; the time limit of the suite ends a wait for what never comes.
func wait(until isTrue: () -> Bool) { while !isTrue() { poll(nil, 0, 1) } }
