/// What the daemon needs before anybody asks for much: memory and the time to start, with few and with many grants stored, and
/// what a connection costs that says nothing.
enum FootprintScenario {
    private static let few = 1000
    private static let idle = 10_000

    static func run(_ context: BenchContext) throws -> [Finding] {
        let many = context.grants(full: 1_000_000, quick: 100_000, smoke: 5_000)
        let connections = IdleConnections.allow(context.effort == .smoke ? 1000 : idle)
        var findings: [Finding] = []
        // The goals for a million hold for fewer all the more.
        for (grants, name) in [(few, "1,000 grants"), (many, "many grants")] {
            context.progress("footprint: \(Number.count(Double(grants))) grants")
            findings += try footprint(context, try context.stores.daemon(context, grants), grants, name)
        }
        context.progress("footprint: \(connections) idle connections")
        return try findings + [idleConnection(context, connections)]
    }

    /// Memory is taken when as many tokens were served as a small vault has.
    private static func footprint(
        _ context: BenchContext, _ daemon: VaultDaemon, _ grants: Int, _ name: String
    ) throws -> [Finding] {
        try daemon.configure(cachedTokens: nil, isPinned: true)
        defer { daemon.stop() }
        let times = try (0..<max(3, context.rounds)).map { _ in
            daemon.stop()
            try daemon.start()
            return Double(daemon.startNanoseconds) / 1e6
        }
        daemon.stop()
        try StoredGrants.start(daemon, serving: StoredGrants.served(of: grants))
        let megabytes = Double(ProcessFolder(daemon.id).residentBytes) / 1e6
        return [
            Spread(times).map { Finding("start with \(name)", .milliseconds, $0) },
            Spread([megabytes]).map { Finding("memory with \(name)", .megabytes, $0) },
        ].compactMap { $0 }
    }

    private static func idleConnection(_ context: BenchContext, _ count: Int) throws -> Finding {
        let daemon = try StoredGrants.daemon(context, 10, withTokens: false)
        try daemon.start()
        let line = BenchLines.tokenGet(0)
        _ = try LineCaller(daemon.socket).call(line)
        let before = ProcessFolder(daemon.id).residentBytes
        let idle = try IdleConnections(daemon.socket, count: count)
        // Connections are accepted in turn: when the last is answered, all of them are there.
        _ = try LineCaller(daemon.socket).call(line)
        let after = ProcessFolder(daemon.id).residentBytes
        guard let spread = withExtendedLifetime(idle, { Spread([Double(after - min(after, before)) / Double(count)]) })
        else { throw LoadFailure("no memory was measured") }
        return Finding("memory of an idle connection", .bytes, spread)
    }
}
