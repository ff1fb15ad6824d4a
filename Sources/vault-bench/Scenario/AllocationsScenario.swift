/// How often the daemon allocates for a call that it answers from memory, with what its own clockwork allocates meanwhile: never for the
/// call itself, so that many calls make the number as small as one likes.
enum AllocationsScenario {
    private static let calls = 20_000

    static func run(_ context: BenchContext) throws -> [Finding] {
        context.progress("allocations: \(calls) calls each")
        let daemon = try VaultDaemon(context)
        let counter = try AllocationCounter(in: daemon.folder)
        try daemon.start(environment: counter.environment)
        let caller = try LineCaller(daemon.socket)
        let put = try caller.call(BenchLines.putWithToken(1))
        guard ByteSearch.contains(put, Array("\"generation\":1".utf8)) else { throw LoadFailure("no grant was stored") }
        let handle = try session(caller)
        guard counter.count > 0 else { throw LoadFailure("the daemon's allocations are not counted") }
        return try [
            ("token-get", BenchLines.tokenGet(1), "\"access_token\":"),
            ("session-lookup", BenchLines.sessionLookup(handle), "\"renewal_due\":false"),
        ].compactMap { name, line, wanted in
            let lines = [[UInt8]](repeating: line, count: calls)
            // What is used again is made with the first calls.
            try caller.callAll(Array(lines.prefix(1_000))) { ByteSearch.contains($0, Array(wanted.utf8)) }
            let counts = try (0..<context.rounds).map { _ in
                let before = counter.count
                try caller.callAll(lines) { ByteSearch.contains($0, Array(wanted.utf8)) }
                return Double(counter.count - before) / Double(calls)
            }
            return Spread(counts).map { Finding("allocations of one \(name)", .allocations, $0) }
        }
    }

    private static func session(_ caller: LineCaller) throws -> String {
        let reply = String(decoding: try caller.call(BenchLines.sessionCreate(1)), as: UTF8.self)
        guard let handle = reply.split(separator: "\"session\":\"").last?.prefix(while: { $0 != "\"" }) else {
            throw LoadFailure("no session was made")
        }
        return String(handle)
    }
}
