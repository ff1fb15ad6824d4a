/// Connections that ask for cached tokens, one after the other.
struct TokenReader {
    let daemon: VaultDaemon
    private let plan: LoadPlan

    /// - Parameter numbers: of the subjects, who come in turn.
    init(
        _ context: BenchContext, _ daemon: VaultDaemon, connections: Int, numbers: some Collection<Int>,
        duration: Duration? = nil
    ) {
        self.daemon = daemon
        let numbers = Array(numbers)
        plan = LoadPlan(
            socket: daemon.socket, connections: connections, depth: 1,
            requests: RequestRing(numbers.map(BenchLines.tokenGet), depth: 1), warmUp: context.warmUp,
            duration: duration ?? context.duration
        ) { line, reply in StoredGrants.check(numbers[line], reply) }
    }

    func run() throws -> Run {
        var client = try LoadClient(plan)
        return try client.run(server: daemon.id)
    }
}
