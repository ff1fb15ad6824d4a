import VaultAudit
import VaultCore
import VaultProvider

/// Whatever follows the audit log while it is written, each on a thread of its own.
struct LogFollowers: Sendable {
    /// How long the end waits for what was recorded last to be sent.
    private static let patience: Duration = .seconds(2)

    let sinks: [SinkWorker]
    let alerts: AlertWorker?

    init(_ settings: AuditSettings, _ log: AuditLog) {
        sinks = settings.sinks.map { SinkWorker($0, of: log) }
        alerts = settings.alerts.map { alerts in
            AlertWorker(alerts, of: log) { AlertCommand.run(alerts.command ?? [], $0) }
        }
    }

    func start() {
        for sink in sinks {
            Task { await WorkerThread.run(named: "vault-sink") { sink.run() } }
        }
        if let alerts {
            Task { await WorkerThread.run(named: "vault-alerts") { alerts.run() } }
        }
    }

    /// Before the log ends, so that what fires with the last calls is told in it.
    func endWatching() async {
        alerts?.stop()
        await wait(until: ContinuousClock.now + Self.patience) { alerts?.hasEnded ?? true }
    }

    /// After the log has ended, so that all of it is sent; what a target does not take in time is sent after the next start.
    func end() async {
        let deadline = ContinuousClock.now + Self.patience
        for sink in sinks { sink.stop() }
        await wait(until: deadline) { sinks.allSatisfy(\.hasEnded) }
    }

    private func wait(until deadline: ContinuousClock.Instant, _ isDone: () -> Bool) async {
        while !isDone(), ContinuousClock.now < deadline { try? await Task.sleep(for: .milliseconds(5)) }
    }
}
