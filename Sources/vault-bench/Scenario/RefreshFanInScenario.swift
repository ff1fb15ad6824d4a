/// 10,000 callers at once for grants whose tokens are gone: each grant costs one call of the provider, whoever asks.
enum RefreshFanInScenario {
    private static let callers = 10_000
    private static let connections = 100

    static func run(_ context: BenchContext) throws -> [Finding] {
        let simulator = try SimulatorProcess(context)
        let daemon = try VaultDaemon(context, provider: simulator.provider)
        try daemon.start()
        return try [(1, "10,000 callers of 1 grant"), (1000, "10 callers of 1,000 grants")].flatMap { grants, label in
            context.progress("refresh-fan-in \(label)")
            let calls = try calls(context, daemon, simulator, grants: grants)
            return [
                Spread([Double(calls.count)]).map { Finding("refresh-fan-in \(label)", .providerCalls, $0) },
                Spread([calls.milliseconds]).map { Finding("refresh-fan-in \(label), time", .milliseconds, $0) },
            ].compactMap { $0 }
        }
    }

    private static func calls(
        _ context: BenchContext, _ daemon: VaultDaemon, _ simulator: SimulatorProcess, grants: Int
    ) throws -> (count: Int, milliseconds: Double) {
        let lines = try (0..<grants).map { number in
            BenchLines.put(number, refreshToken: try simulator.mint(subject: BenchLines.subject(number)))
        }
        try LineCaller(daemon.socket).callAll(lines) { ByteSearch.contains($0, Array("\"generation\":".utf8)) }
        // Long enough that every caller has come before the first answer.
        try simulator.delayAnswers(milliseconds: grants == 1 ? 1000 : 50)
        let before = try simulator.calls()
        let depth = callers / connections
        var client = try LoadClient(
            LoadPlan(
                socket: daemon.socket, connections: connections, depth: depth,
                requests: RequestRing((0..<grants).map(BenchLines.tokenGet), depth: depth), warmUp: .zero,
                duration: .zero
            ) { _, reply in
                ByteSearch.contains(reply, Array("\"access_token\":".utf8))
                    ? nil : "a caller got no token: \(WrongReply(reply))"
            })
        let milliseconds = try client.burst()
        return (try simulator.calls() - before, milliseconds)
    }
}
