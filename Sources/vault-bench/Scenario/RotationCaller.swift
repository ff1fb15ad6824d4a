import VaultSocket

/// One caller who asks for cached tokens one after the other, while nothing else happens and while a rotation does.
struct RotationCaller {
    private let context: BenchContext
    private let daemon: VaultDaemon
    private let lines: RequestRing

    init(_ context: BenchContext, _ daemon: VaultDaemon, served: Int) {
        self.context = context
        self.daemon = daemon
        lines = RequestRing((0..<served).map(BenchLines.tokenGet), depth: 1)
    }

    func idle() throws -> LatencyHistogram {
        try daemon.emptyAuditLog()
        return try ask(for: context.duration, warmUp: context.warmUp)
    }

    /// Rotates as often as it takes to ask for as long as when idle. What was asked when a rotation came to its end is left
    /// out: some of it found an idle vault.
    ///
    /// - Parameter seconds: what a rotation takes.
    func rotating(_ keys: KeyOperator, seconds: Double) throws -> LatencyHistogram {
        try daemon.emptyAuditLog()
        let part = Duration.seconds(min(1, max(0.005, seconds / 10)))
        var (all, asked) = (LatencyHistogram(), Duration.zero)
        repeat {
            try keys.destroyOld()
            try keys.begin()
            while true {
                let some = try ask(for: part, warmUp: .zero)
                if try keys.state().isDone { break }
                all.add(some)
                asked += part
            }
        } while asked < context.duration
        return all
    }

    private func ask(for duration: Duration, warmUp: Duration) throws -> LatencyHistogram {
        var client = try LoadClient(
            LoadPlan(
                socket: daemon.socket, connections: 1, depth: 1, requests: lines, warmUp: warmUp, duration: duration
            ) { _, reply in
                ByteSearch.contains(reply, Array("\"access_token\":".utf8))
                    ? nil : "a token was not given: \(WrongReply(reply))"
            })
        return try client.run(server: nil).latencies ?? LatencyHistogram()
    }
}
