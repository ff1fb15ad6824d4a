import Glibc
package import VaultCore
import VaultJSON

/// Sends copies of the log's records to one target, in their order, on a thread of its own: it reads them from the log's files, so
/// that nothing waits for it, and what the target does not take yet simply waits there, up to a limit.
package final class SinkWorker: Sendable {
    /// How soon a record that is written is looked for.
    private static let pollMilliseconds: Int32 = 100
    private static let retryMilliseconds: Int32 = 500
    /// How often losses are told while they go on.
    private static let lossReportSeconds: Int64 = 60

    package let settings: SinkSettings
    package let tally = SinkTally()
    private let log: AuditLog
    /// What was recorded before there was such a sink is not for it.
    private let start: Int64
    private let stopping = WorkerStop()

    package init(_ settings: SinkSettings, of log: AuditLog) {
        self.settings = settings
        self.log = log
        start = log.lastSequence
    }

    /// After what was recorded by now was sent, where the target takes it.
    package func stop() { stopping.stop() }
    package var hasEnded: Bool { stopping.hasEnded }

    /// Works on the caller's thread until `stop` is called.
    package func run() {
        defer { stopping.noteEnd() }
        let position = SinkPosition(path: "\(log.path).sink.\(settings.name.text)")
        // A position beyond the end is of another log.
        let saved = position?.load().flatMap { $0 <= log.lastSequence ? $0 : nil }
        var run = Run(
            follower: LogFollower(path: log.path, after: saved ?? start),
            connection: SinkConnection(settings.target), frame: SinkFrame(settings))
        position?.save(run.follower.last)
        while true {
            let isLast = stopping.isStopping
            let batch = run.follower.read()
            if batch.missing > 0 { lose(batch.missing, &run) }
            let done = send(batch.records, &run)
            reportLoss(&run)
            position?.save(done ?? run.follower.last)
            if done != nil || isLast && batch.isEnd { return }
            if batch.isEnd { stopping.pause(milliseconds: Self.pollMilliseconds) }
        }
    }

    /// What the thread knows.
    private struct Run: ~Copyable {
        var follower: LogFollower
        var connection: SinkConnection
        let frame: SinkFrame
        /// Not told yet.
        var lost: Int64 = 0
        /// Since it began to fail.
        var lostWhileFailing: Int64 = 0
        var lossTold: Int64 = -SinkWorker.lossReportSeconds
    }

    /// - Returns: the last record that is done, where it was told to end before all were.
    private func send(_ records: [AuditRecord], _ run: inout Run) -> Int64? {
        for (index, record) in records.enumerated() where isMeant(record) {
            guard let message = run.frame.message(record) else { continue }
            switch deliver(message, &run, waiting: records[index...].lazy.map(\.line.count)) {
            case .done: continue
            case .stopped: return record.sequence - 1
            case .overflown:
                run.connection.giveUp()
                lose(Int64(records[index...].count(where: isMeant)), &run)
                skip(&run)
                return nil
            }
        }
        return nil
    }

    private enum Delivery {
        case done
        case stopped
        case overflown
    }

    /// - Parameter waiting: the sizes of what was read and is not sent.
    private func deliver(_ message: [UInt8], _ run: inout Run, waiting: some Sequence<Int>) -> Delivery {
        while true {
            switch run.connection.send(message) {
            case .sent:
                tally.noteSent()
                recovered(&run)
                return .done
            case .tooLarge:
                lose(1, &run)
                return .done
            case .failed(let error):
                failed(error, &run)
                if stopping.isStopping { return .stopped }
                if Int64(waiting.reduce(0, +)) + run.follower.bytesBehind > settings.backlogBytes { return .overflown }
                stopping.pause(milliseconds: Self.retryMilliseconds)
                if stopping.isStopping { return .stopped }
            }
        }
    }

    /// Leaves out the oldest that waits, until the rest is as much as may wait.
    private func skip(_ run: inout Run) {
        while run.follower.bytesBehind > settings.backlogBytes {
            let batch = run.follower.read()
            let count = Int64(batch.records.count(where: isMeant)) + batch.missing
            if count > 0 { lose(count, &run) }
            if batch.isEnd { return }
        }
    }

    private func isMeant(_ record: AuditRecord) -> Bool {
        (settings.kinds?.contains(record.kind) ?? true) && (settings.outcomes?.contains(record.outcome) ?? true)
    }

    // MARK: what is told

    private func failed(_ error: Int32, _ run: inout Run) {
        guard !tally.isFailing else { return }
        tally.note(isFailing: true)
        run.lostWhileFailing = 0
        log.tell(.sinkFailing, .failed) { writer in
            writer.member("sink", settings.name.text)
            writer.member("reason", Self.word(error))
        }
    }

    private func recovered(_ run: inout Run) {
        guard tally.isFailing else { return }
        tally.note(isFailing: false)
        reportLoss(&run, now: true)
        let lost = run.lostWhileFailing
        log.tell(.sinkRecovered, .done) { writer in
            writer.member("sink", settings.name.text)
            writer.member("lost", lost)
        }
    }

    private func lose(_ count: Int64, _ run: inout Run) {
        tally.noteLost(count)
        run.lost += count
        run.lostWhileFailing += count
    }

    private func reportLoss(_ run: inout Run, now: Bool = false) {
        let time = log.makers.clock.monotonicMilliseconds() / 1_000
        guard run.lost > 0, now || time - run.lossTold >= Self.lossReportSeconds else { return }
        let lost = run.lost
        (run.lost, run.lossTold) = (0, time)
        log.tell(.sinkLost, .failed) { writer in
            writer.member("sink", settings.name.text)
            writer.member("lost", lost)
        }
    }

    private static func word(_ error: Int32) -> String {
        switch error {
        case ENOENT: "missing"
        case ECONNREFUSED: "refused"
        case ECONNRESET, EPIPE, ENOTCONN: "closed"
        case ETIMEDOUT: "takes_nothing"
        case EACCES, EPERM: "not_allowed"
        default: "errno_\(error)"
        }
    }
}
