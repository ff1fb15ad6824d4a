import Synchronization
package import VaultCore

/// What the server knows about its own fitness; read by `system.health`, from any thread.
package final class ServerHealth: Sendable {
    private let auditErrno = Atomic<Int32>(0)
    private let isEnding = Atomic(false)

    package init() {}

    /// The audit log could not be written at the last try: nothing that needs a record is answered until it can be.
    package var auditHasFailed: Bool { auditErrno.load(ordering: .relaxed) != 0 }

    func auditFailed(errno: Int32) {
        auditErrno.store(errno == 0 ? -1 : errno, ordering: .relaxed)
    }

    func auditWorks() {
        auditErrno.store(0, ordering: .relaxed)
    }

    func ends() { isEnding.store(true, ordering: .relaxed) }

    /// The most important first.
    package var problems: [HealthProblem] {
        var problems: [HealthProblem] = []
        if isEnding.load(ordering: .relaxed) {
            problems.append(HealthProblem(.shuttingDown, "the vault is shutting down: it takes no new work"))
        }
        let code = auditErrno.load(ordering: .relaxed)
        if code != 0 {
            problems.append(
                HealthProblem(
                    .auditFailing,
                    "audit_failed: the audit log could not be written (errno \(code)), so no grant or token is handed out: "
                        + "make room or correct its permissions"))
        }
        return problems
    }
}
