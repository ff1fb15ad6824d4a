package import VaultCore

/// What the wiring knows about the daemon and `system.info` and `system.health` tell.
package struct SystemFacts: Sendable {
    package var version: String
    package var pid: Int32
    package var startedAt: Timestamp
    /// Lower-case sentences about what needs an operator, the most important first; without what the server knows itself.
    package var problems: @Sendable () -> [String]
    package var pendingRevocations: @Sendable () -> Int
    /// Takes milliseconds where figures of the store are old.
    package var metrics: @Sendable () -> Exposition

    package init(
        version: String, pid: Int32, startedAt: Timestamp, problems: @escaping @Sendable () -> [String],
        pendingRevocations: @escaping @Sendable () -> Int,
        metrics: @escaping @Sendable () -> Exposition = { Exposition() }
    ) {
        self.version = version
        self.pid = pid
        self.startedAt = startedAt
        self.problems = problems
        self.pendingRevocations = pendingRevocations
        self.metrics = metrics
    }
}
