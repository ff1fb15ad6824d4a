/// What a measured number must keep to.
enum Goal: Equatable, Sendable {
    case atLeast(Double)
    case atMost(Double)
    case exactly(Double)
    /// A time: other tenants of a machine make it several times as long.
    case withinTime(Double)
    /// A quotient of two tails. A run of milliseconds has no tail to speak of: one turn of another process decides it.
    case tailRatio(Double)

    /// - Parameter slack: for runs too short and machines too busy to hold anybody to the last tenth: what is left catches a
    ///   debug build, a lost cache or a lost group commit, each of which costs several times as much.
    /// - Returns: nil where such a run says nothing.
    func isMet(by value: Double, slack: Bool) -> Bool? {
        switch self {
        case .atLeast(let bound): value >= (slack ? bound * 0.5 : bound)
        case .atMost(let bound): value <= (slack ? bound * 2 : bound)
        case .exactly(let wanted): value == wanted
        case .withinTime(let bound): value <= (slack ? bound * 20 : bound)
        case .tailRatio(let bound): slack ? nil : value <= bound
        }
    }
}

/// The one table of goals, by the name of the finding. Where each comes from: see Docs/development.md.
enum Goals {
    static let table: [(finding: String, goal: Goal)] = [
        ("token-get 1x1", .atLeast(0.85)),
        ("token-get 64x1", .atLeast(0.75)),
        ("token-get 64x16", .atLeast(0.50)),
        ("session-lookup 1x1", .atLeast(0.85)),
        ("grant-put 1 writer", .atLeast(0.65)),
        ("grant-put 64 writers", .atLeast(0.75)),
        ("seal 200 B", .atMost(1.15)),
        ("seal 1 KB", .atMost(1.15)),
        ("open 200 B", .atMost(1.15)),
        ("open 1 KB", .atMost(1.15)),
        ("audit record", .atMost(1.3)),
        ("allocations of one token-get", .atMost(0.05)),
        ("allocations of one session-lookup", .atMost(0.05)),
        ("refresh-fan-in 10,000 callers of 1 grant", .exactly(1)),
        ("refresh-fan-in 10 callers of 1,000 grants", .exactly(1000)),
        ("rotation", .atLeast(0.6)),
        ("rotation, p99 of token-get meanwhile / idle", .tailRatio(2)),
        ("start with 1,000 grants", .withinTime(10)),
        ("memory with 1,000 grants", .atMost(16)),
    ]

    static func goal(of finding: String) -> Goal? { table.first { $0.finding == finding }?.goal }
}
