import VaultJSON
import VaultSocket

/// What the vault adds to a refresh: a `token.get` that asks the provider – intent and answer committed and synced – against the
/// same request through the same `vaultfetch`, asked by the bench.
enum RefreshScenario {
    private static let delayMilliseconds = 5

    static func run(_ context: BenchContext) throws -> [Finding] {
        context.progress("refresh")
        let simulator = try SimulatorProcess(context)
        let daemon = try VaultDaemon(context, provider: simulator.provider, isPinned: false)
        try daemon.start()
        let caller = try LineCaller(daemon.socket)
        let put = BenchLines.put(0, refreshToken: try simulator.mint(subject: BenchLines.subject(0)))
        guard ByteSearch.contains(try caller.call(put), Array("\"generation\":1".utf8)) else {
            throw LoadFailure("the grant was not stored")
        }
        let fetch = try FetchCaller(context)
        context.processors.spread(process: fetch.id)
        let form = try simulator.refreshForm(subject: BenchLines.subject(1))
        try simulator.delayAnswers(milliseconds: delayMilliseconds)
        let count = context.effort == .full ? 40 : 10
        let runs = try PairedRuns.measure(rounds: context.rounds) {
            try timed(count) {
                try caller.call(BenchLines.refresh(0))
            }
        } yardstick: {
            try timed(count) { try fetch.post(simulator.baseURL + "/token", form: form) }
        }
        return findings(runs)
    }

    /// What is added is the difference of the two medians, pair by pair.
    static func findings(_ runs: PairedRuns) -> [Finding] {
        func medians(_ runs: [Run]) -> [Double] {
            runs.compactMap { $0.latencies.map { Double($0.quantile(0.5)) / 1e6 } }
        }
        let (ours, theirs) = (medians(runs.subject), medians(runs.yardstick))
        return [
            Spread(zip(ours, theirs).map { $0 - $1 }).map {
                Finding("refresh, added to the provider's", .milliseconds, $0)
            },
            Spread(theirs).map { Finding("refresh, the provider's by vaultfetch alone", .milliseconds, $0) },
        ].compactMap { $0 }
    }

    private static func timed(_ count: Int, _ ask: () throws -> [UInt8]) throws -> Run {
        var histogram = LatencyHistogram()
        let start = MonotonicInstant.now.nanoseconds
        for _ in 0..<count {
            let before = MonotonicInstant.now.nanoseconds
            let answer = try ask()
            histogram.add(MonotonicInstant.now.nanoseconds - before)
            guard ByteSearch.contains(answer, Array("\"access_token\":".utf8)) else {
                throw LoadFailure("a refresh gave \(String(decoding: answer.prefix(200), as: UTF8.self))")
            }
        }
        return Run(
            rate: Double(count) * 1e9 / Double(MonotonicInstant.now.nanoseconds - start), latencies: histogram)
    }
}
