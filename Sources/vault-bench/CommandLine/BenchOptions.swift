import VaultCommandLine

/// What the command line asked for, checked.
struct BenchOptions: Equatable, Sendable {
    let scenarios: [String]
    /// Whether these were asked for by name.
    let areNamed: Bool
    let printsJSON: Bool
    let effort: BenchContext.Effort
    let rounds: Int
    /// nil: each scenario has a number of its own.
    let grants: Int?
    let sessions: Int
    let rules: Int
    let folder: String

    init(_ line: ParsedCommand) throws(UsageError) {
        let wanted = line.arguments("scenario")
        for name in wanted where !Scenarios.names.contains(name) {
            throw UsageError(
                "there is no such scenario", hint: "choose from " + Scenarios.names.joined(separator: ", "))
        }
        areNamed = !wanted.isEmpty
        scenarios = wanted.isEmpty ? Scenarios.names : Scenarios.names.filter(wanted.contains)
        printsJSON = line.has("json")
        effort = line.has("smoke") ? .smoke : line.has("quick") ? .quick : .full
        rounds = try line.integer("rounds", in: 1...99).map(Int.init) ?? Self.rounds(effort)
        grants = try line.integer("grants", in: 10...10_000_000).map(Int.init)
        sessions =
            try line.integer("sessions", in: 10...10_000_000).map(Int.init) ?? (effort == .smoke ? 2_000 : 100_000)
        rules = try line.integer("rules", in: 2...Int64(BenchPolicy.mostRules)).map(Int.init) ?? 1_000
        folder = line.value("folder") ?? "/tmp"
    }

    private static func rounds(_ effort: BenchContext.Effort) -> Int {
        switch effort {
        case .full: 7
        case .quick: 5
        case .smoke: 3
        }
    }
}
