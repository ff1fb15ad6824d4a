package import VaultCore

/// What the wiring knows about the daemon and `system.info`, `system.health` and `system.diagnose` tell.
package struct SystemFacts: Sendable {
    package var version: String
    package var pid: Int32
    package var startedAt: Timestamp
    /// What needs an operator, the most important first; without what the server knows itself.
    package var problems: @Sendable () -> [HealthProblem]
    /// nil where the store cannot be read.
    package var pendingRevocations: @Sendable () -> Int?
    /// Takes milliseconds where figures of the store are old.
    package var metrics: @Sendable () -> Exposition
    /// Reads files and directories.
    package var diagnosis: @Sendable () -> Diagnosis

    package init(
        version: String, pid: Int32, startedAt: Timestamp, problems: @escaping @Sendable () -> [HealthProblem],
        pendingRevocations: @escaping @Sendable () -> Int?,
        metrics: @escaping @Sendable () -> Exposition = { Exposition() },
        diagnosis: @escaping @Sendable () -> Diagnosis
    ) {
        self.version = version
        self.pid = pid
        self.startedAt = startedAt
        self.problems = problems
        self.pendingRevocations = pendingRevocations
        self.metrics = metrics
        self.diagnosis = diagnosis
    }
}
