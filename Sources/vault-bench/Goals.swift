/// What a measured number must keep to.
enum Goal: Equatable, Sendable {
    case atLeast(Double)
    case atMost(Double)
    case exactly(Double)
    /// A time: other tenants of a machine make it several times as long.
    case withinTime(Double)
    /// What would be more than is promised: told, and never missed.
    case stretch(Double)

    /// - Parameter slack: for runs too short and machines too busy to hold anybody to the last tenth: what is left catches a
    ///   debug build, a lost cache or a lost group commit, each of which costs several times as much.
    /// - Returns: nil where nothing is promised.
    func isMet(by value: Double, slack: Bool) -> Bool? {
        switch self {
        case .atLeast(let bound): value >= (slack ? bound * 0.5 : bound)
        case .atMost(let bound): value <= (slack ? bound * 2 : bound)
        case .exactly(let wanted): value == wanted
        case .withinTime(let bound): value <= (slack ? bound * 20 : bound)
        case .stretch: nil
        }
    }
}

/// The one table of goals, by the name of the finding. Where each comes from: see Docs/benchmarks/README.md.
enum Goals {
    static let table: [(finding: String, goal: Goal)] =
        [
            ("token-get 1x1", .atLeast(0.80)),
            ("token-get 64x1", .atLeast(0.65)),
            ("token-get 64x16", .atLeast(0.40)),
            ("token-get bare 1x1", .atLeast(0.90)),
            ("token-get bare 64x1", .atLeast(0.85)),
            ("token-get bare 64x16", .atLeast(0.65)),
            ("redis: token-get 64x1", .atLeast(0.85)),
            ("token-get beside a stalled provider, p99", .withinTime(1000)),
            ("token-get beside a stalled provider, longest", .withinTime(20)),
            ("session-lookup 64x1", .atLeast(0.85)),
            ("grant-put 1 writer", .atLeast(0.65)),
            ("grant-put 64 writers", .atLeast(0.85)),
            ("grant-put 64 writers (stretch)", .stretch(1.0)),
            ("reads beside 16 writers, p99", .withinTime(500)),
            ("rotation", .atLeast(0.85)),
            ("rotation, longest write", .withinTime(10)),
            ("rotation, p99 of token-get meanwhile", .withinTime(1000)),
            ("refresh, added to the provider's", .withinTime(1)),
            ("refresh-fan-in 10,000 callers of 1 grant", .exactly(1)),
            ("refresh-fan-in 10 callers of 1,000 grants", .exactly(1000)),
            ("seal 200 B", .atMost(1.15)),
            ("seal 1 KB", .atMost(1.15)),
            ("open 200 B", .atMost(1.15)),
            ("open 1 KB", .atMost(1.15)),
            ("allocations of one token-get", .atMost(0.05)),
            ("allocations of one session-lookup", .atMost(0.05)),
            ("start with 1,000 grants", .withinTime(10)),
            ("start with many grants", .withinTime(150)),
            ("memory with 1,000 grants", .atMost(16)),
            ("memory with many grants", .atMost(256)),
            ("memory of an idle connection", .atMost(1024)),
            ("memory of a connection that has asked", .atMost(8192)),
            ("cold token-get 64x1", .atLeast(0.6)),
            ("mixed, failures", .exactly(0)),
        ] + floors

    /// No goals of the design: what is far below what was measured, so that a collapse of these rows shows, too.
    private static let floors: [(finding: String, goal: Goal)] = [
        ("lookup 1x1", .atLeast(0.15)),
        ("audit record", .atMost(1.3)),
        ("many-connections, a tenth active", .atLeast(0.4)),
        ("mixed while a key rotates", .atLeast(0.4)),
        ("growth: token-get cached, most / fewest grants", .atLeast(0.8)),
        ("growth: token-get cold, most / fewest grants", .atLeast(0.3)),
        ("growth: put, most / fewest grants", .atLeast(0.3)),
    ]

    /// What a run with slack asks for instead of the goal, where the goal is still too far away for half of it to be kept.
    static let reached: [(finding: String, goal: Goal)] = [
        ("cold token-get 64x1", .atLeast(0.1)),
        ("grant-put 64 writers", .atLeast(0.3)),
        // The longest of thousands of syncs: it is the disk's, and whoever else uses it.
        ("rotation, longest write", .withinTime(1000)),
    ]

    static func isMet(_ finding: String, by value: Double, slack: Bool) -> Bool? {
        if slack, let floor = reached.first(where: { $0.finding == finding })?.goal {
            return floor.isMet(by: value, slack: false)
        }
        return goal(of: finding).flatMap { $0.isMet(by: value, slack: slack) }
    }

    static func goal(of finding: String) -> Goal? { table.first { $0.finding == finding }?.goal }
}
