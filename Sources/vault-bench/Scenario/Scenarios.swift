/// What every scenario gets.
struct BenchContext: Sendable {
    let rounds: Int
    let isQuick: Bool
    /// Stored for the rotation.
    let grants: Int
    /// Stored for look-ups of sessions.
    let sessions: Int
    /// Of the policy in force.
    let rules: Int
    let folder: String
    let processors: Processors
    /// A line for people about what is being done.
    let progress: @Sendable (String) -> Void

    /// Many short runs say more than a few long ones: the machine's own ups and downs are slower than a pair.
    var warmUp: Duration { .milliseconds(50) }
    var duration: Duration { isQuick ? .milliseconds(150) : .milliseconds(400) }
    /// Long enough that a run holds several checkpoints.
    var writeDuration: Duration { isQuick ? .milliseconds(500) : .milliseconds(1500) }
}

/// All scenarios by name, in the order in which they run.
enum Scenarios {
    typealias Body = @Sendable (BenchContext) throws -> [Finding]

    static let all: [(name: String, body: Body)] = [
        ("token-get", TokenGetScenario.run),
        ("lookup", LookupScenario.run),
        ("session-lookup", SessionLookupScenario.run),
        ("grant-put", GrantPutScenario.run),
        ("refresh-fan-in", RefreshFanInScenario.run),
        ("seal", SealScenario.run),
        ("audit", AuditScenario.run),
        ("allocations", AllocationsScenario.run),
        ("rotation", RotationScenario.run),
    ]

    static var names: [String] { all.map(\.name) }
}
