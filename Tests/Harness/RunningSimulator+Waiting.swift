import VaultJSON

/// The control calls for tests that wait in tasks: none of them blocks a thread that others need.
extension RunningSimulator {
    /// Token and revocation requests that reached the provider, in their order.
    package func requests() async throws -> [SimulatedRequest] {
        try await entries("/sim/log")
    }

    /// The same, once `count` of those after `since` have come as far as `milestone`, or 30 seconds have passed.
    package func requests(
        _ count: Int, until milestone: String, since: Int64 = 0
    ) async throws -> [SimulatedRequest] {
        try await entries("/sim/log?since=\(since)&count=\(count)&until=\(milestone)&wait_ms=30000")
    }

    package func lineages(of subject: String? = nil) async throws -> [SimulatedLineage] {
        let query = subject.map { "?subject=\($0)" } ?? ""
        return try await onOwnThread { [self] in
            let json = try control("GET", "/sim/lineages" + query)
            return json["lineages"]?.elements?.compactMap(SimulatedLineage.init) ?? []
        }
    }

    package func mint(for subject: String, scopes: [String] = ["a"]) async throws -> Minted {
        let list = scopes.map { "\"\($0)\"" }.joined(separator: ",")
        return try await onOwnThread { [self] in
            try Minted(control("POST", "/sim/mint", "{\"subject\":\"\(subject)\",\"scopes\":[\(list)]}"))
        }
    }

    package func setFaults(_ faults: String) async throws {
        try await onOwnThread { [self] in
            _ = try control("POST", "/sim/faults", "{\"faults\":[\(faults)]}")
        }
    }

    /// Lets go of every request that is held now.
    package func release() async throws {
        try await onOwnThread { [self] in _ = try control("POST", "/sim/release") }
    }

    private func entries(_ target: String) async throws -> [SimulatedRequest] {
        try await onOwnThread { [self] in
            try control("GET", target)["entries"]?.elements?.compactMap(SimulatedRequest.init) ?? []
        }
    }
}
