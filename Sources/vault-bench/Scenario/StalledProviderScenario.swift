import VaultSocket

/// Callers of cached tokens while others wait for a provider that takes two seconds.
enum StalledProviderScenario {
    private static let cached = 1000
    /// As many as a provider may have under way.
    private static let stalled = 100
    private static let delayMilliseconds = 2000
    private static let readers = 8

    static func run(_ context: BenchContext) throws -> [Finding] {
        let simulator = try SimulatorProcess(context)
        let daemon = try VaultDaemon(context, provider: simulator.provider)
        try daemon.start()
        try store(daemon, simulator)
        try simulator.delayAnswers(milliseconds: delayMilliseconds)
        let reader = TokenReader(context, daemon, connections: readers, numbers: 0..<cached)
        var alone: [LatencyHistogram] = []
        let histograms = try (0..<rounds(context)).compactMap { round in
            context.progress("stalled-provider \(round + 1) of \(rounds(context))")
            try daemon.emptyAuditLog()
            alone += [try reader.run().latencies].compactMap { $0 }
            return try measure(daemon, reader)
        }
        return [
            Finding.p99("token-get while no provider stalls, p99", alone),
            Finding.p99("token-get beside a stalled provider, p99", histograms),
            Finding.longest("token-get beside a stalled provider, longest", histograms),
        ].compactMap { $0 }
    }

    /// Each takes as long as the provider.
    private static func rounds(_ context: BenchContext) -> Int {
        switch context.effort {
        case .full: 5
        case .quick: 3
        case .smoke: 2
        }
    }

    private static func store(_ daemon: VaultDaemon, _ simulator: SimulatorProcess) throws {
        let others = try (cached..<(cached + stalled)).map { number in
            BenchLines.put(number, refreshToken: try simulator.mint(subject: BenchLines.subject(number)))
        }
        try LineCaller(daemon.socket).callAll((0..<cached).map(BenchLines.putWithToken) + others) {
            ByteSearch.contains($0, Array("\"generation\":1".utf8))
        }
    }

    private static func measure(_ daemon: VaultDaemon, _ reader: TokenReader) throws -> LatencyHistogram? {
        try daemon.emptyAuditLog()
        let waiting = try LineCaller(daemon.socket)
        let begin = MonotonicInstant.now.nanoseconds
        try waiting.send((cached..<(cached + stalled)).flatMap(BenchLines.refresh)[...])
        let histogram = try reader.run().latencies
        let measured = MonotonicInstant.now.nanoseconds
        for _ in 0..<stalled {
            guard ByteSearch.contains(try waiting.reply(), Array("\"access_token\":".utf8)) else {
                throw LoadFailure("a caller who waited for the provider got no token")
            }
        }
        // Else the callers of the cached tokens were alone for a part of the run.
        guard measured - begin < UInt64(delayMilliseconds) * 1_000_000,
            MonotonicInstant.now.nanoseconds - begin >= UInt64(delayMilliseconds) * 1_000_000
        else { throw LoadFailure("the provider did not stall for the whole run") }
        return histogram
    }
}
