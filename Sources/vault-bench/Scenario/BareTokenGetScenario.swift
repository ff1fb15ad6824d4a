/// Cached tokens of 1,000 grants with auditing and the hiding of tokens left out – attestation and policy are on – against the bare
/// echo server: beside `TokenGetScenario`, what those two cost.
enum BareTokenGetScenario {
    private static let tokens = 1000

    static func run(_ context: BenchContext) throws -> [Finding] {
        let bare = try BareVaultProcess(context, tokens: tokens)
        let comparison = try EchoComparison(
            context, bare, lines: (0..<tokens).map(BenchLines.tokenGet), check: StoredGrants.check)
        return try LoadShape.all.compactMap { shape in
            context.progress("token-get-bare \(shape.name)")
            return Finding("token-get bare \(shape.name)", of: "echo", try comparison.measure(shape))
        }
    }
}
