/// Many connections of which a tenth asks for cached tokens and the others, who have asked once, say nothing: against the bare
/// echo server with as many.
enum ManyConnectionsScenario {
    private static let grants = 1000

    static func run(_ context: BenchContext) throws -> [Finding] {
        let all = IdleConnections.allow(context.effort == .smoke ? 2_000 : 10_000)
        let active = all / 10
        context.progress("many-connections: \(all), \(active) of them active")
        let daemon = try StoredGrants.daemon(context, grants, withTokens: false)
        try StoredGrants.start(daemon, serving: grants)
        let comparison = try EchoComparison(
            context, daemon, lines: (0..<grants).map(BenchLines.tokenGet), check: StoredGrants.check)
        let before = ProcessFolder(daemon.id).residentBytes
        let idle = [
            try IdleConnections(daemon.socket, count: all - active, asking: BenchLines.tokenGet(0)),
            try IdleConnections(comparison.echo.socket, count: all - active),
        ]
        let after = ProcessFolder(daemon.id).residentBytes
        let runs = try withExtendedLifetime(idle) {
            try comparison.measure(LoadShape(connections: active, depth: 1))
        }
        let each = Double(after - min(after, before)) / Double(all - active)
        return [
            Finding("many-connections, a tenth active", of: "echo", runs),
            Finding.p99("many-connections, p99", runs.subject.compactMap(\.latencies)),
            Spread([each]).map { Finding("memory of a connection that has asked", .bytes, $0) },
        ].compactMap { $0 }
    }
}
