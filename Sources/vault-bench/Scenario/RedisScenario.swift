/// Cached tokens with everything on against Redis, which gives the same bytes to anybody who can open its socket: no caller is
/// told from another, nothing is written down, nothing rests hidden.
enum RedisScenario {
    private static let grants = 1000
    private static let shape = LoadShape(connections: 64, depth: 1)

    static func run(_ context: BenchContext) throws -> [Finding] {
        let redis = try RedisServer(context, .memoryOnly)
        context.progress("redis \(shape.name)")
        let daemon = try StoredGrants.daemon(context, grants, withTokens: false)
        try StoredGrants.start(daemon, serving: grants)
        let replyBytes = try LineCaller(daemon.socket).call(BenchLines.tokenGet(0)).count + 1
        let load = LoadPlan(
            socket: redis.socket, connections: shape.connections, depth: shape.depth,
            requests: RequestRing(try fill(redis, replyBytes), depth: shape.depth), linesPerReply: 2,
            warmUp: context.warmUp, duration: context.duration
        ) { _, reply in
            reply.count >= replyBytes ? nil : "Redis gave something else"
        }
        let runs = try PairedRuns.measure(rounds: context.rounds) {
            try daemon.emptyAuditLog()
            var client = try LoadClient(
                LoadPlan(
                    socket: daemon.socket, connections: shape.connections, depth: shape.depth,
                    requests: RequestRing((0..<grants).map(BenchLines.tokenGet), depth: shape.depth),
                    warmUp: context.warmUp, duration: context.duration, check: StoredGrants.check))
            return try client.run(server: daemon.id)
        } yardstick: {
            var client = try LoadClient(load)
            return try client.run(server: redis.id)
        }
        return [Finding("redis: token-get \(shape.name)", of: "Redis GET", runs)].compactMap { $0 }
    }

    /// Stores a value of the length of a reply under each of the subjects.
    ///
    /// - Returns: the lines that ask for them.
    private static func fill(_ redis: RedisServer, _ bytes: Int) throws -> [[UInt8]] {
        let value = String(repeating: "x", count: bytes)
        try LineCaller(redis.socket).callAll(
            (0..<grants).map { RedisServer.command(["SET", BenchLines.subject($0), value]) }
        ) { $0.starts(with: Array("+OK".utf8)) }
        return (0..<grants).map { RedisServer.command(["GET", BenchLines.subject($0)]) }
    }
}
