import Synchronization
package import VaultCore

/// An audit log of whatever records a test puts there; notes what it was asked.
package final class FakeArchive: AuditArchive {
    private let state = Mutex<(finding: AuditFinding, report: AuditReport, asked: [AuditQuestion])>(
        (AuditFinding(), AuditReport(), []))

    package init() {}

    package var asked: [AuditQuestion] { state.withLock { $0.asked } }

    package func answer(_ finding: AuditFinding) { state.withLock { $0.finding = finding } }

    package func answer(_ report: AuditReport) { state.withLock { $0.report = report } }

    package func standing() -> AuditStanding {
        AuditStanding(
            log: AuditNumber(bits: 1), publicKey: Array(repeating: 7, count: 32), publicKeyPEM: "PEM", sequence: 12,
            sealed: 10, files: 2, bytes: 4096, waitingBytes: 0, isFailing: false)
    }

    package func find(_ question: AuditQuestion) -> AuditFinding {
        state.withLock { state in
            state.asked.append(question)
            return state.finding
        }
    }

    package func verify() -> AuditReport { state.withLock { $0.report } }
}
