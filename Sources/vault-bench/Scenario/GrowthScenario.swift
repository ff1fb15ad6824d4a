/// How each figure grows with what is stored: one row for each figure and number of grants.
enum GrowthScenario {
    private static let rounds = 3

    static func run(_ context: BenchContext) throws -> [Finding] {
        let most = context.grants(full: 1_000_000, quick: 100_000, smoke: 5_000)
        let measured = try sizes(upTo: most).map { grants in
            let daemon = try context.stores.daemon(context, grants)
            context.progress("growth: \(Number.count(Double(grants))) grants")
            return try measure(context, daemon, grants)
        }
        return table(measured)
    }

    /// What was measured with so many grants.
    struct Figures: Equatable {
        let grants: Int
        let start: Spread
        let megabytes: Spread
        /// Requests in a second.
        let cached: Spread
        let cold: Spread
        let put: Spread
    }

    /// Powers of ten from a thousand, and the largest.
    static func sizes(upTo most: Int) -> [Int] {
        var sizes: [Int] = []
        var size = 1000
        while size < most {
            sizes.append(size)
            size *= 10
        }
        return sizes + [most]
    }

    /// By figure, so that growth is read down a column; then what is left of the rates with the most grants, by the best of the
    /// runs: they do not come in pairs, and other programs only ever make them slower.
    static func table(_ measured: [Figures]) -> [Finding] {
        func rows(_ name: String, _ kind: Finding.Kind, _ value: (Figures) -> Spread) -> [Finding] {
            measured.map { Finding("growth: \(name), \(Number.count(Double($0.grants))) grants", kind, value($0)) }
        }
        func kept(_ name: String, _ value: (Figures) -> Spread) -> Finding? {
            guard let few = measured.first, let many = measured.last else { return nil }
            return Spread([value(many).most / value(few).most]).map {
                Finding("growth: \(name), most / fewest grants", .rateRatio, $0)
            }
        }
        return rows("start", .milliseconds, \.start) + rows("memory", .megabytes, \.megabytes)
            + rows("token-get cached", .rate, \.cached) + rows("token-get cold", .rate, \.cold)
            + rows("put", .rate, \.put)
            + [
                kept("token-get cached", \.cached), kept("token-get cold", \.cold), kept("put", \.put),
            ].compactMap { $0 }
    }

    private static func measure(_ context: BenchContext, _ daemon: VaultDaemon, _ grants: Int) throws -> Figures {
        let cold = try ColdScenario.measure(context, daemon, grants: grants, rounds: rounds).subject.map(\.rate)
        try daemon.configure(cachedTokens: nil, isPinned: false)
        // Others than are put: a put takes the cached token away.
        let read = min(StoredGrants.served(of: grants), grants / 2)
        let reader = TokenReader(context, daemon, connections: 64, numbers: 0..<read)
        var (starts, memory, cached, put) = ([Double](), [Double](), [Double](), [Double]())
        for _ in 0..<rounds {
            try StoredGrants.start(daemon, serving: read)
            defer { daemon.stop() }
            try daemon.emptyAuditLog()
            starts.append(Double(daemon.startNanoseconds) / 1e6)
            memory.append(Double(ProcessFolder(daemon.id).residentBytes) / 1e6)
            cached.append(try reader.run().rate)
            put.append(try GrantWriters(context, daemon, count: 64, grants: read..<grants).run().rate)
        }
        guard let start = Spread(starts), let megabytes = Spread(memory), let cached = Spread(cached),
            let cold = Spread(cold), let put = Spread(put)
        else { throw LoadFailure("nothing was measured") }
        return Figures(grants: grants, start: start, megabytes: megabytes, cached: cached, cold: cold, put: put)
    }
}
