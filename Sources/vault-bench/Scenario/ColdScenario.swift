/// Tokens of random grants right after a start, when none is in memory and far fewer may be than are stored: against bare SQLite
/// and libsodium. The store's pages may be in the memory of the system; they are for both.
enum ColdScenario {
    private static let shape = LoadShape(connections: 64, depth: 1)
    /// More than are asked for in a run.
    private static let drawn = 20_000

    static func run(_ context: BenchContext) throws -> [Finding] {
        let grants = context.grants(full: 1_000_000, quick: 100_000, smoke: 5_000)
        let daemon = try context.stores.daemon(context, grants)
        context.progress("cold: random tokens of \(Number.count(Double(grants)))")
        let runs = try measure(context, daemon, grants: grants, rounds: context.rounds)
        return [Finding("cold token-get \(shape.name)", of: "SQLite and libsodium", runs)].compactMap { $0 }
    }

    /// - Parameter daemon: that does not run, and is left so.
    static func measure(
        _ context: BenchContext, _ daemon: VaultDaemon, grants: Int, rounds: Int
    ) throws -> PairedRuns {
        try daemon.configure(cachedTokens: grants / 100, isPinned: true)
        return try PairedRuns.measure(rounds: rounds) {
            try subject(context, daemon, draw(grants))
        } yardstick: {
            try ColdYardstick(store: daemon.store).run(draw(grants), for: duration(context))
        }
    }

    private static func subject(_ context: BenchContext, _ daemon: VaultDaemon, _ numbers: [Int]) throws -> Run {
        try daemon.start()
        defer { daemon.stop() }
        try daemon.emptyAuditLog()
        return try TokenReader(
            context, daemon, connections: shape.connections, numbers: numbers, duration: duration(context)
        ).run()
    }

    /// Long enough that what comes once with a start does not count for much.
    private static func duration(_ context: BenchContext) -> Duration { max(context.duration, .milliseconds(300)) }

    /// None twice where there are enough.
    private static func draw(_ grants: Int) -> [Int] {
        grants <= drawn ? (0..<grants).shuffled() : (0..<drawn).map { _ in Int.random(in: 0..<grants) }
    }
}
