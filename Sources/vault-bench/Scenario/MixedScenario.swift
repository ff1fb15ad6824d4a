/// 90 % cached `token.get`, 5 % look-ups, 4 % puts, 1 % revocations, while master keys rotate, against the same while none is.
enum MixedScenario {
    private static let connections = 32

    static func run(_ context: BenchContext) throws -> [Finding] {
        let grants = context.grants(full: 100_000, quick: 20_000, smoke: 5_000)
        context.progress("mixed: storing \(Number.count(Double(grants))) grants")
        let daemon = try StoredGrants.daemon(context, grants, withTokens: false)
        // Both processors: the loop that serves and the writer that commits are two threads by design.
        try daemon.configure(cachedTokens: nil, isPinned: false)
        try StoredGrants.start(daemon, serving: StoredGrants.served(of: grants))
        let keys = try KeyOperator(daemon, grants: grants)
        let plan = MixedPlan(served: StoredGrants.served(of: grants), first: grants)
        let client = try MixedClient(daemon.socket, connections: connections, plan)
        var rotating: [MixedRun] = []
        context.progress("mixed, while a master key rotates")
        let runs = try PairedRuns.measure(rounds: context.rounds) {
            try daemon.emptyAuditLog()
            let rotations = BackgroundWork { isStopped in
                repeat {
                    try keys.begin()
                    try keys.finish()
                    try keys.destroyOld()
                } while !isStopped.isUp
            }
            let run = try client.run(for: context.writeDuration)
            try rotations.finish()
            rotating.append(run)
            return run.run
        } yardstick: {
            try daemon.emptyAuditLog()
            return try client.run(for: context.writeDuration).run
        }
        if let failure = rotating.lazy.compactMap(\.firstFailure).first { context.progress("mixed: \(failure)") }
        return findings(runs, rotating)
    }

    static func findings(_ runs: PairedRuns, _ rotating: [MixedRun]) -> [Finding] {
        func p99(_ kind: MixedPlan.Kind, _ name: String) -> Finding? {
            Finding.p99("mixed, p99 of \(name)", rotating.map { $0.latencies(of: kind) })
        }
        return [
            Finding("mixed while a key rotates", of: "mixed", runs),
            p99(.get, "token-get"), p99(.lookup, "lookup"), p99(.put, "put"), p99(.revoke, "revoke"),
            Spread([Double(rotating.reduce(0) { $0 + $1.failures })]).map { Finding("mixed, failures", .failures, $0) },
        ].compactMap { $0 }
    }
}
