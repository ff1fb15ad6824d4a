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

    /// What a target does not take in time is sent after the next start. The watcher ends first: what it tells is sent, too.
    func end() async {
        let deadline = ContinuousClock.now + Self.patience
        alerts?.stop()
        await wait(until: deadline) { alerts?.hasEnded ?? true }
        for sink in sinks { sink.stop() }
        await wait(until: deadline) { sinks.allSatisfy(\.hasEnded) }
    }

    private func wait(until deadline: ContinuousClock.Instant, _ isDone: () -> Bool) async {
        while !isDone(), ContinuousClock.now < deadline { try? await Task.sleep(for: .milliseconds(5)) }
    }
}
