/// Cached tokens of 1,000 grants, policy and audit on, against the bare echo server; and what the daemon needs for them.
enum TokenGetScenario {
    private static let grants = 1000

    static func run(_ context: BenchContext) throws -> [Finding] {
        context.progress("token-get: storing \(grants) grants")
        let daemon = try VaultDaemon(context)
        try daemon.start()
        try LineCaller(daemon.socket).callAll((0..<grants).map(BenchLines.putWithToken)) {
            ByteSearch.contains($0, Array("\"generation\":1".utf8))
        }
        let starts = try start(daemon, context)
        let comparison = try EchoComparison(context, daemon, lines: (0..<grants).map(BenchLines.tokenGet)) {
            check($0, $1)
        }
        var findings = try LoadShape.all.compactMap { shape in
            context.progress("token-get \(shape.name)")
            return Finding("token-get \(shape.name)", of: "echo", try comparison.measure(shape))
        }
        let megabytes = Double(ProcessFolder(daemon.id).residentBytes) / 1e6
        findings += [
            starts.map { Finding("start with 1,000 grants", .milliseconds, $0) },
            Spread([megabytes]).map { Finding("memory with 1,000 grants", .megabytes, $0) },
        ].compactMap { $0 }
        return findings
    }

    /// Leaves the daemon running, started anew: what it serves comes from the store.
    private static func start(_ daemon: VaultDaemon, _ context: BenchContext) throws -> Spread? {
        context.progress("start with \(grants) grants")
        return Spread(
            try (0..<context.rounds).map { _ in
                daemon.stop()
                try daemon.start()
                return Double(daemon.startNanoseconds) / 1e6
            })
    }

    private static func check(_ number: Int, _ reply: [UInt8]) -> String? {
        let wanted = "\"access_token\":\"\(BenchLines.accessToken(number))\""
        if ByteSearch.contains(reply, Array(wanted.utf8)) { return nil }
        return "grant \(number) got another reply: \(String(decoding: reply.prefix(120), as: UTF8.self))"
    }
}
