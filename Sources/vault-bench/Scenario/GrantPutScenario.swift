/// Durable puts of random grants against bare SQLite: the same rows, no socket, no cryptography, the same batch.
enum GrantPutScenario {
    static func run(_ context: BenchContext) throws -> [Finding] {
        let grants = context.isQuick ? 20_000 : 100_000
        context.progress("grant-put: storing \(grants) grants twice")
        // Both processors: the loop that seals and the writer that commits are two threads by design.
        let daemon = try VaultDaemon(context, isPinned: false)
        try daemon.start()
        try LineCaller(daemon.socket).callAll((0..<grants).map { BenchLines.put($0, version: 0) }) {
            ByteSearch.contains($0, Array("\"generation\":1".utf8))
        }
        // Its store is made by the daemon's own program, so that the schema is the same.
        let bare = try VaultDaemon(context)
        let yardstick = try SQLiteYardstick(store: bare.store, grants: grants)
        return try [(1, "1 writer"), (64, "64 writers")].compactMap { writers, label in
            context.progress("grant-put \(label)")
            let runs = try PairedRuns.measure(rounds: context.rounds) {
                try daemon.emptyAuditLog()
                return try run(context, daemon, writers: writers, grants: grants)
            } yardstick: {
                try yardstick.run(batch: writers, for: context.writeDuration)
            }
            return Finding("grant-put \(label)", of: "SQLite", runs)
        }
    }

    private static func run(_ context: BenchContext, _ daemon: VaultDaemon, writers: Int, grants: Int) throws -> Run {
        var random = SystemRandomNumberGenerator()
        let lines = (0..<20_000).map { version in
            BenchLines.put(Int.random(in: 0..<grants, using: &random), version: version)
        }
        var client = try LoadClient(
            LoadPlan(
                socket: daemon.socket, connections: writers, depth: 1, requests: RequestRing(lines, depth: 1),
                warmUp: context.warmUp, duration: context.writeDuration
            ) { _, reply in
                ByteSearch.contains(reply, Array("\"generation\":".utf8)) ? nil : "a put failed"
            })
        return try client.run(server: daemon.id)
    }
}
