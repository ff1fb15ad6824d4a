/// Cached tokens of 1,000 grants with everything on – attestation, policy, audit, tokens hidden in memory – against the bare echo
/// server.
enum TokenGetScenario {
    private static let grants = 1000

    static func run(_ context: BenchContext) throws -> [Finding] {
        context.progress("token-get: storing \(grants) grants")
        let daemon = try StoredGrants.daemon(context, grants, withTokens: false)
        try StoredGrants.start(daemon, serving: grants)
        let comparison = try EchoComparison(
            context, daemon, lines: (0..<grants).map(BenchLines.tokenGet), check: StoredGrants.check)
        return try LoadShape.all.compactMap { shape in
            context.progress("token-get \(shape.name)")
            return Finding("token-get \(shape.name)", of: "echo", try comparison.measure(shape))
        }
    }
}
