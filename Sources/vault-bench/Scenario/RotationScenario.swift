import VaultCore
import VaultCrypto
import VaultSocket

/// The master key rotated while the daemon runs: how fast against bare SQLite and libsodium, and what callers of cached tokens
/// notice of it.
enum RotationScenario {
    /// Of these, tokens are cached and asked for.
    private static let served = 1000

    static func run(_ context: BenchContext) throws -> [Finding] {
        let grants = context.grants
        context.progress("rotation: storing \(grants) grants twice")
        let daemon = try filledDaemon(context, grants)
        let bare = try VaultDaemon(context)
        let yardstick = try RewrapYardstick(store: bare.store, grants: grants)
        let keys = try KeyOperator(daemon, grants: grants)
        context.progress("rotation: rate")
        var seconds = 0.0
        let runs = try PairedRuns.measure(rounds: rounds(context)) {
            let run = try rotate(keys, grants)
            seconds = Double(grants) / run.rate
            return run
        } yardstick: {
            try yardstick.run()
        }
        context.progress("rotation: token.get meanwhile")
        let caller = RotationCaller(context, daemon, served: min(served, grants))
        let pairs = try (0..<rounds(context)).map { _ in
            let idle = try caller.idle()
            return (idle, try caller.rotating(keys, seconds: seconds))
        }
        let longest = Double(try keys.state().longestWriteMicroseconds) / 1e3
        try keys.verify()
        let label = Number.count(Double(grants)) + " grants"
        return [
            Finding("rotation", of: "SQLite and libsodium, \(label)", runs),
            p99("rotation, token-get idle", pairs.map(\.0)), p99("rotation, token-get meanwhile", pairs.map(\.1)),
            Spread(pairs.map { Double($0.1.quantile(0.99)) / Double($0.0.quantile(0.99)) }).map {
                Finding("rotation, p99 of token-get meanwhile / idle", .timeRatio, $0)
            },
            Spread([longest]).map { Finding("rotation, longest write", .milliseconds, $0) },
        ].compactMap { $0 }
    }

    /// A rotation of a million is a long run by itself.
    private static func rounds(_ context: BenchContext) -> Int {
        context.grants > 200_000 ? min(context.rounds, 3) : context.rounds
    }

    /// The served grants come through the socket, with their tokens; the others go straight into the store.
    private static func filledDaemon(_ context: BenchContext, _ grants: Int) throws -> VaultDaemon {
        // Both processors: the loop that serves and the writer that commits are two threads by design.
        let daemon = try VaultDaemon(context, isPinned: false)
        try daemon.start()
        let served = min(served, grants)
        try LineCaller(daemon.socket).callAll((0..<served).map(BenchLines.putWithToken)) {
            ByteSearch.contains($0, Array("\"generation\":1".utf8))
        }
        daemon.stop()
        let database = try SQLiteDatabase(daemon.store)
        let sealer = try BenchKeys.sealer(of: database, sealKeyFile: daemon.folder.file("seal.key"))
        try BulkGrants.fill(database, served..<grants) { id, body in
            try sealer.makeRecordKey(record: id).bytes.withUnsafeBytes(body)
        }
        try daemon.start()
        return daemon
    }

    private static func rotate(_ keys: KeyOperator, _ grants: Int) throws -> Run {
        try keys.destroyOld()
        let start = MonotonicInstant.now.nanoseconds
        try keys.begin()
        try keys.finish()
        return Run(rate: Double(grants) * 1e9 / Double(MonotonicInstant.now.nanoseconds - start))
    }

    private static func p99(_ name: String, _ histograms: [LatencyHistogram]) -> Finding? {
        guard let p99 = Spread(histograms.map { Double($0.quantile(0.99)) / 1e3 }) else { return nil }
        var finding = Finding(name + ", p99", .microseconds, p99)
        finding.latency = LatencySummary(histograms.reduce(into: LatencyHistogram()) { $0.add($1) })
        return finding
    }
}
