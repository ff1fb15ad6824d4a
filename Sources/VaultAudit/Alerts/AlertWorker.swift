import Glibc
package import VaultCore
import VaultJSON

/// Follows the log on a thread of its own, tells in the log which rules fire, and gives each alert to a command: one at a time,
/// because it waits for it; what is recorded meanwhile waits in the log.
package final class AlertWorker: Sendable {
    private static let pollMilliseconds: Int32 = 100

    private let settings: AlertSettings
    private let log: AuditLog
    private let deliver: @Sendable ([UInt8]) -> String?
    private let start: Int64
    private let counts = CounterTable(columns: AlertRule.allCases.count)
    private let stopping = WorkerStop()

    /// - Parameter deliver: gives an alert, as JSON, to the command; a word where that did not work.
    package init(_ settings: AlertSettings, of log: AuditLog, deliver: @escaping @Sendable ([UInt8]) -> String?) {
        self.settings = settings
        self.log = log
        self.deliver = deliver
        start = log.lastSequence
    }

    package func stop() { stopping.stop() }
    package var hasEnded: Bool { stopping.hasEnded }

    /// How often it has fired since the start.
    package func count(of rule: AlertRule) -> UInt64 {
        AlertRule.allCases.firstIndex(of: rule).map { counts.number(column: $0) } ?? 0
    }

    /// Works on the caller's thread until `stop` is called.
    package func run() {
        defer { stopping.noteEnd() }
        let uses = KnownUses(path: "\(log.path).known-uses")
        let position = SinkPosition(path: "\(log.path).watched")
        let saved = position?.load().flatMap { $0 <= log.lastSequence ? $0 : nil }
        var watch = AlertWatch(settings, known: uses?.load() ?? [])
        var follower = LogFollower(path: log.path, after: saved ?? start)
        var lastBeat = log.makers.clock.monotonicMilliseconds()
        while true {
            let isLast = stopping.isStopping
            let batch = follower.read()
            for record in batch.records {
                for alert in watch.take(record) {
                    // Written first: a use that is told twice is better than one that is never told, but not each time.
                    if alert.rule == .firstUse, let client = alert.client, let provider = alert.provider {
                        uses?.add(AlertWatch.use(client: client, provider: provider))
                    }
                    fire(alert)
                }
            }
            position?.save(follower.last)
            if isLast && batch.isEnd { return }
            beat(&lastBeat)
            if batch.isEnd { stopping.pause(milliseconds: Self.pollMilliseconds) }
        }
    }

    private func fire(_ alert: Alert) {
        if let index = AlertRule.allCases.firstIndex(of: alert.rule) { counts.add(column: index) }
        log.tell(.alert, .done, alert.tell)
        give(.alert, alert.tell)
    }

    private func beat(_ last: inout Int64) {
        let now = log.makers.clock.monotonicMilliseconds()
        guard let every = settings.heartbeatSeconds, now - last >= every * 1_000 else { return }
        last = now
        log.tell(.heartbeat, .done) { _ in }
        give(.heartbeat) { _ in }
    }

    private func give(_ kind: AuditEvent.Kind, _ rest: (inout JSONWriter) -> Void) {
        guard settings.command != nil else { return }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("time", TimeText.text(of: log.makers.clock.now()))
            writer.member("kind", kind.rawValue)
            rest(&writer)
        }
        writer.newline()
        guard let reason = deliver(writer.bytes) else { return }
        log.tell(.alertUndelivered, .failed) { $0.member("reason", reason) }
    }
}
