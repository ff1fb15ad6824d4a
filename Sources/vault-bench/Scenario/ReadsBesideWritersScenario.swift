import Glibc

/// One caller of cached tokens, alone and beside 16 writers who each wait for the disk.
enum ReadsBesideWritersScenario {
    private static let writers = 16

    static func run(_ context: BenchContext) throws -> [Finding] {
        let grants = context.grants(full: 100_000, quick: 20_000, smoke: 5_000)
        context.progress("reads-beside-writers")
        let daemon = try StoredGrants.daemon(context, grants, withTokens: false)
        // Both processors: the loop that serves and the writer that commits are two threads by design.
        try daemon.configure(cachedTokens: nil, isPinned: false)
        let served = StoredGrants.served(of: grants)
        try StoredGrants.start(daemon, serving: served)
        let reader = TokenReader(context, daemon, connections: 1, numbers: 0..<served)
        // Others than are read: a put takes the cached token away.
        let puts = GrantWriters(context, daemon, count: writers, grants: served..<max(grants, served + 1))
        let pairs = try (0..<context.rounds).map { _ in
            try daemon.emptyAuditLog()
            let alone = try reader.run()
            let started = StopFlag()
            let work = BackgroundWork { try puts.run(until: $0, started: started) }
            while !started.isUp { usleep(100) }
            let beside = try reader.run()
            try work.finish()
            return (alone, beside)
        }
        return [
            Finding.p99("reads alone, p99", pairs.compactMap(\.0.latencies)),
            Finding.p99("reads beside 16 writers, p99", pairs.compactMap(\.1.latencies)),
        ].compactMap { $0 }
    }
}
