import VaultCommandLine

/// What the command line asked for, checked.
struct BenchOptions: Equatable, Sendable {
    let scenarios: [String]
    let printsJSON: Bool
    let isQuick: Bool
    let isSmoke: Bool
    let rounds: Int
    let grants: Int
    let sessions: Int
    let rules: Int
    let folder: String

    init(_ line: ParsedCommand) throws(UsageError) {
        let wanted = line.arguments("scenario")
        for name in wanted where !Scenarios.names.contains(name) {
            throw UsageError(
                "there is no such scenario", hint: "choose from " + Scenarios.names.joined(separator: ", "))
        }
        scenarios = wanted.isEmpty ? Scenarios.names : Scenarios.names.filter(wanted.contains)
        printsJSON = line.has("json")
        isSmoke = line.has("smoke")
        isQuick = isSmoke || line.has("quick")
        rounds = try line.integer("rounds", in: 1...99).map(Int.init) ?? (isQuick ? 5 : 11)
        grants = try line.integer("grants", in: 10...10_000_000).map(Int.init) ?? (isSmoke ? 2_000 : 100_000)
        sessions = try line.integer("sessions", in: 10...10_000_000).map(Int.init) ?? (isSmoke ? 2_000 : 100_000)
        rules = try line.integer("rules", in: 2...Int64(BenchPolicy.mostRules)).map(Int.init) ?? 2
        folder = line.value("folder") ?? "/tmp"
    }
}
