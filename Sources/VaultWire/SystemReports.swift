package import VaultCore

/// What `system.health` tells: fit to serve or not, and why not.
package struct HealthReport: Equatable, Sendable {
    package enum Status: String, CaseIterable, Sendable {
        case ok
        /// Serves, but something needs an operator.
        case degraded
        case sealed
    }

    /// The most important first.
    package var problems: [HealthProblem]
    /// Refresh tokens still to be revoked at their provider.
    package var pendingRevocations: Int

    package init(problems: [HealthProblem], pendingRevocations: Int) {
        self.problems = problems
        self.pendingRevocations = pendingRevocations
    }

    package var status: Status {
        if problems.contains(where: { $0.code == .sealed }) { return .sealed }
        return problems.isEmpty ? .ok : .degraded
    }

    /// Whether callers are to be sent here.
    package var isReady: Bool { !problems.contains(where: \.code.stopsService) }
}

/// What `system.info` tells about the running daemon.
package struct SystemInfo: Equatable, Sendable {
    package var version: String
    package var pid: Int32
    package var startedAt: Timestamp
    package var uptimeSeconds: Int64
    package var connections: Int
    package var inFlight: Int
    package var providers: Int
    /// Whether guests may come in.
    package var isDevelopment: Bool
    /// nil while no backup is being made.
    package var backup: BackupProgress?

    package init(
        version: String, pid: Int32, startedAt: Timestamp, uptimeSeconds: Int64, connections: Int, inFlight: Int,
        providers: Int, isDevelopment: Bool = false, backup: BackupProgress? = nil
    ) {
        self.backup = backup
        self.version = version
        self.pid = pid
        self.startedAt = startedAt
        self.uptimeSeconds = uptimeSeconds
        self.connections = connections
        self.inFlight = inFlight
        self.providers = providers
        self.isDevelopment = isDevelopment
    }
}
