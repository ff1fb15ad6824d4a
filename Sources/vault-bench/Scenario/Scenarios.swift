/// All scenarios by name, in the order in which they run.
enum Scenarios {
    typealias Body = @Sendable (BenchContext) throws -> [Finding]

    static let all: [(name: String, body: Body)] = [
        ("token-get", TokenGetScenario.run),
        ("token-get-bare", BareTokenGetScenario.run),
        ("redis", RedisScenario.run),
        ("stalled-provider", StalledProviderScenario.run),
        ("session-lookup", SessionLookupScenario.run),
        ("lookup", LookupScenario.run),
        ("grant-put", GrantPutScenario.run),
        ("reads-beside-writers", ReadsBesideWritersScenario.run),
        ("rotation", RotationScenario.run),
        ("refresh", RefreshScenario.run),
        ("refresh-fan-in", RefreshFanInScenario.run),
        ("seal", SealScenario.run),
        ("audit", AuditScenario.run),
        ("allocations", AllocationsScenario.run),
        ("footprint", FootprintScenario.run),
        ("many-connections", ManyConnectionsScenario.run),
        ("cold", ColdScenario.run),
        ("mixed", MixedScenario.run),
        // Last: it changes what the others only read.
        ("growth", GrowthScenario.run),
    ]

    static var names: [String] { all.map(\.name) }
}
