/// The audit log as who reads it sees it.
package protocol AuditArchive: Sendable {
    func standing() -> AuditStanding

    /// Reads the files that question needs, for as long as that takes, and gives up when the task is cancelled.
    func find(_ question: AuditQuestion) -> AuditFinding

    /// Reads all files.
    func verify() -> AuditReport
}
