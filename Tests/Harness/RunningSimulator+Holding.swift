import VaultJSON

/// Waiting for a request that is held, for tests whose own tasks must go on meanwhile.
extension RunningSimulator {
    /// Holds matching requests until `letGo`.
    ///
    /// - Parameter when: `before` or `after` the token model has done its work.
    package func hold(when: String, count: Int? = nil) async throws {
        let limit = count.map { ",\"count\":\($0)" } ?? ""
        try await onOwnThread { [self] in try setFault("{\"kind\":\"hold\",\"when\":\"\(when)\"\(limit)}") }
    }

    /// Returns when one token request has come as far as `milestone`: `received` or `processed`.
    package func waitForRequest(_ milestone: String) async throws {
        let seen = try await onOwnThread { [self] in try log(count: 1, until: milestone).count }
        if seen != 1 { throw SimulatorProcess.Failed(what: "no request was \(milestone)") }
    }

    package func letGo() async throws {
        try await onOwnThread { [self] in _ = try control("POST", "/sim/release") }
    }

    /// How many token and revocation requests came so far.
    package func requestCount() throws -> Int {
        try control("GET", "/sim/log")["entries"]?.elements?.reduce(0) { count, _ in count + 1 } ?? 0
    }
}
