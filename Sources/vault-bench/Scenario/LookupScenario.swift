/// What is stored about a grant, read from the store, against the bare echo server.
enum LookupScenario {
    private static let grants = 1000

    static func run(_ context: BenchContext) throws -> [Finding] {
        context.progress("lookup")
        let daemon = try VaultDaemon(context)
        try daemon.start()
        try LineCaller(daemon.socket).callAll((0..<grants).map { BenchLines.put($0, version: 0) }) {
            ByteSearch.contains($0, Array("\"generation\":1".utf8))
        }
        let comparison = try EchoComparison(context, daemon, lines: (0..<grants).map(BenchLines.lookup)) {
            line, reply in
            ByteSearch.contains(reply, Array("\"\(BenchLines.subject(line))\"".utf8))
                ? nil : "a lookup found another grant"
        }
        return try [LoadShape(connections: 1, depth: 1), LoadShape(connections: 64, depth: 1)].compactMap { shape in
            Finding("lookup \(shape.name)", of: "echo", try comparison.measure(shape))
        }
    }
}
