package import VaultCore

/// Sees to it that no record lies without a seal for long, and that no file of the audit log grows or stays for ever.
package final class AuditKeeping: Sendable {
    package static let usualMilliseconds: Int64 = 1_000

    private let log: any AuditUpkeep
    private let settings: LiveSettings
    private let pause: Pause
    private let failed: @Sendable (AuditFailure) -> Void
    private let wakeUp = WakeUp()

    /// - Parameter failed: told of the first failure in a row; each is tried again.
    package init(
        _ log: any AuditUpkeep, _ settings: LiveSettings, pause: @escaping Pause = systemPause,
        failed: @escaping @Sendable (AuditFailure) -> Void
    ) {
        self.log = log
        self.settings = settings
        self.pause = pause
        self.failed = failed
    }

    /// Works until `stop` is called.
    package func run() async {
        var isFailing = false
        while await wakeUp.wait(milliseconds: Self.usualMilliseconds, pause) {
            do throws(AuditFailure) {
                if let audit = settings.audit { try log.keep(audit) }
                isFailing = false
            } catch {
                if !isFailing { failed(error) }
                isFailing = true
            }
        }
    }

    package func stop() { wakeUp.stop() }
}
