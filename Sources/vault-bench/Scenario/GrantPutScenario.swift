/// Durable puts of random grants against bare SQLite – the same rows, no socket, no cryptography, the same batch – and against
/// Redis that syncs before it answers.
enum GrantPutScenario {
    static func run(_ context: BenchContext) throws -> [Finding] {
        let grants = context.grants(full: 100_000, quick: 20_000, smoke: 5_000)
        context.progress("grant-put: storing \(Number.count(Double(grants))) grants twice")
        let daemon = try StoredGrants.daemon(context, grants, withTokens: false)
        // Both processors: the loop that seals and the writer that commits are two threads by design.
        try daemon.configure(cachedTokens: nil, isPinned: false)
        try daemon.start()
        // Its store is made by the daemon's own program, so that the schema is the same.
        let bare = try VaultDaemon(context)
        let yardstick = try SQLiteYardstick(store: bare.store, grants: grants)
        let findings = try [(1, "1 writer"), (64, "64 writers")].compactMap { writers, label in
            context.progress("grant-put \(label)")
            let runs = try PairedRuns.measure(rounds: context.rounds) {
                try GrantWriters(context, daemon, count: writers, grants: grants).run()
            } yardstick: {
                try yardstick.run(batch: writers, for: context.writeDuration)
            }
            return Finding("grant-put \(label)", of: "SQLite", runs)
        }
        return try findings + againstRedis(context, daemon, grants: grants)
    }

    /// The stretch: a log that is only appended to, against a store with indexes.
    private static func againstRedis(_ context: BenchContext, _ daemon: VaultDaemon, grants: Int) throws -> [Finding] {
        guard RedisServer.isInstalled else {
            context.progress("grant-put against Redis was left out: \(RedisServer.missing)")
            return []
        }
        context.progress("grant-put 64 writers against Redis")
        let redis = try RedisServer(context, .everyWrite)
        Processors.pin(process: redis.id, to: context.processors.server)
        let value = String(repeating: "x", count: SQLiteYardstick.rowBytes)
        let lines = (0..<20_000).map { _ in
            RedisServer.command(["SET", BenchLines.subject(Int.random(in: 0..<grants)), value])
        }
        let runs = try PairedRuns.measure(rounds: context.rounds) {
            try GrantWriters(context, daemon, count: 64, grants: grants).run()
        } yardstick: {
            var client = try LoadClient(
                LoadPlan(
                    socket: redis.socket, connections: 64, depth: 1, requests: RequestRing(lines, depth: 1),
                    warmUp: context.warmUp, duration: context.writeDuration
                ) { _, reply in reply.starts(with: Array("+OK".utf8)) ? nil : "Redis stored nothing" })
            return try client.run(server: redis.id)
        }
        return [
            Finding("grant-put 64 writers (stretch)", of: "Redis SET, synced", runs),
            Finding.p99("grant-put 64 writers, p99 (stretch)", runs.subject.compactMap(\.latencies)),
        ].compactMap { $0 }
    }
}
