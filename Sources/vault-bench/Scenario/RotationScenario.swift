import VaultSocket

/// The master key rotated while the daemon runs: how fast against bare SQLite and libsodium, and what callers of cached tokens
/// notice of it.
enum RotationScenario {
    static func run(_ context: BenchContext) throws -> [Finding] {
        let grants = context.grants(full: 100_000, quick: 20_000, smoke: 2_000)
        context.progress("rotation: storing \(grants) grants twice")
        let daemon = try StoredGrants.daemon(context, grants, withTokens: false)
        // Both processors: the loop that serves and the writer that commits are two threads by design.
        try daemon.configure(cachedTokens: nil, isPinned: false)
        try StoredGrants.start(daemon, serving: StoredGrants.served(of: grants))
        let bare = try VaultDaemon(context)
        let yardstick = try RewrapYardstick(store: bare.store, grants: grants)
        let keys = try KeyOperator(daemon, grants: grants)
        context.progress("rotation: rate")
        var seconds = 0.0
        let runs = try PairedRuns.measure(rounds: rounds(context, grants)) {
            let run = try rotate(keys, grants)
            seconds = Double(grants) / run.rate
            return run
        } yardstick: {
            try yardstick.run()
        }
        context.progress("rotation: token.get meanwhile")
        let caller = RotationCaller(context, daemon, served: StoredGrants.served(of: grants))
        let pairs = try (0..<rounds(context, grants)).map { _ in
            let idle = try caller.idle()
            return (idle, try caller.rotating(keys, seconds: seconds))
        }
        let longest = Double(try keys.state().longestWriteMicroseconds) / 1e3
        try keys.verify()
        let label = Number.count(Double(grants)) + " grants"
        return [
            Finding("rotation", of: "SQLite and libsodium, \(label)", runs),
            Finding.p99("rotation, p99 of token-get idle", pairs.map(\.0)),
            Finding.p99("rotation, p99 of token-get meanwhile", pairs.map(\.1)),
            Spread(pairs.map { Double($0.1.quantile(0.99)) / Double($0.0.quantile(0.99)) }).map {
                Finding("rotation, p99 of token-get meanwhile / idle", .timeRatio, $0)
            },
            Spread([longest]).map { Finding("rotation, longest write", .milliseconds, $0) },
        ].compactMap { $0 }
    }

    /// A rotation of a million is a long run by itself.
    private static func rounds(_ context: BenchContext, _ grants: Int) -> Int {
        grants > 200_000 ? min(context.rounds, 3) : context.rounds
    }

    private static func rotate(_ keys: KeyOperator, _ grants: Int) throws -> Run {
        try keys.destroyOld()
        let start = MonotonicInstant.now.nanoseconds
        try keys.begin()
        try keys.finish()
        return Run(rate: Double(grants) * 1e9 / Double(MonotonicInstant.now.nanoseconds - start))
    }
}
