/// Connections that each put one random grant after the other, durably.
struct GrantWriters {
    private let context: BenchContext
    private let daemon: VaultDaemon
    private let plan: LoadPlan

    init(_ context: BenchContext, _ daemon: VaultDaemon, count: Int, grants: Range<Int>) {
        self.context = context
        self.daemon = daemon
        let lines = (0..<20_000).map { BenchLines.put(Int.random(in: grants), version: $0) }
        plan = LoadPlan(
            socket: daemon.socket, connections: count, depth: 1, requests: RequestRing(lines, depth: 1),
            warmUp: context.warmUp, duration: context.writeDuration
        ) { _, reply in
            ByteSearch.contains(reply, Array("\"generation\":".utf8)) ? nil : "a put failed: \(WrongReply(reply))"
        }
    }

    init(_ context: BenchContext, _ daemon: VaultDaemon, count: Int, grants: Int) {
        self.init(context, daemon, count: count, grants: 0..<grants)
    }

    func run() throws -> Run {
        try daemon.emptyAuditLog()
        var client = try LoadClient(plan)
        return try client.run(server: daemon.id)
    }

    /// Puts for as long as the flag is down.
    func run(until isStopped: StopFlag, started: StopFlag) throws {
        var client = try LoadClient(plan)
        started.raise()
        try client.run(until: isStopped)
    }
}
