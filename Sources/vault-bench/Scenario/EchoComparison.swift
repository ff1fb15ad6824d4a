/// A server against the bare echo server of the same bytes, with one and the same load.
struct EchoComparison {
    let context: BenchContext
    let server: any MeasuredServer
    let echo: EchoProcess
    private let lines: [[UInt8]]
    private let check: @Sendable (Int, [UInt8]) -> String?

    /// - Parameters:
    ///   - lines: of one length; the reply to the first is taken as the length of all.
    ///   - check: says what is wrong with the reply to a line.
    init(
        _ context: BenchContext, _ server: any MeasuredServer, lines: [[UInt8]],
        check: @escaping @Sendable (_ line: Int, _ reply: [UInt8]) -> String?
    ) throws {
        self.context = context
        self.server = server
        self.lines = lines
        self.check = check
        let reply = try LineCaller(server.socket).call(lines[0])
        if let problem = check(0, reply) { throw LoadFailure(problem) }
        echo = try EchoProcess(context, requestBytes: lines[0].count, replyBytes: reply.count + 1)
    }

    func measure(_ shape: LoadShape) throws -> PairedRuns {
        let processors = shape.sharesProcessor ? context.processors.shared : context.processors
        for process in [server.id, echo.id] { Processors.pin(process: process, to: processors.server) }
        defer {
            for process in [server.id, echo.id] { Processors.pin(process: process, to: context.processors.server) }
        }
        return try PairedRuns.measure(rounds: context.rounds) {
            try server.prepareRun()
            return try run(server.socket, shape, server: server.id, check: check)
        } yardstick: {
            try run(echo.socket, shape, server: echo.id) { _, _ in nil }
        }
    }

    private func run(
        _ socket: String, _ shape: LoadShape, server: Int32, check: @escaping @Sendable (Int, [UInt8]) -> String?
    ) throws -> Run {
        var client = try LoadClient(
            LoadPlan(
                socket: socket, connections: shape.connections, depth: shape.depth,
                requests: RequestRing(lines, depth: shape.depth), warmUp: context.warmUp, duration: context.duration,
                check: check))
        return try client.run(server: server)
    }
}
