import Testing
import TestHarness
import VaultClient

/// However many ask at once, a provider is asked once per grant, and who does not need it does not wait for it.
@Suite struct FanInTests {
    private static let alice = GrantSelection.subject("user:default/alice", provider: "sim")
    private static let patient = VaultClient.Options(timeout: .seconds(300), maximumInFlight: 1024)

    @Test(.timeLimit(.minutes(5))) func `ten thousand callers of one expired grant cause one provider call`()
        async throws
    {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim, more: "deadline: \"2m\",", extra: Self.limits)
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket, options: Self.patient)
        try await Self.put("user:default/alice", client, sim)
        try await sim.setFaults(#"{"kind":"hold"}"#)
        let clients = try (0..<50).map { _ in
            try VaultClient(socketPath: vault.workloadSocket, options: Self.patient)
        }
        let answers = try await withThrowingTaskGroup(of: [String].self) { group in
            group.addTask { try await Self.tokens(clients, callsEach: 200) { _ in Self.alice } }
            group.addTask {
                // All of them wait for the one answer before it comes.
                while try await client.info().inFlight < 10_000 {}
                try await sim.release()
                return []
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(answers.count == 10_000)
        #expect(Set(answers).count == 1)
        let requests = try await sim.requests()
        #expect(requests.map(\.verdict) == ["refreshed"])
        #expect(await vault.stop() == .exit(0))
    }

    @Test(.timeLimit(.minutes(5))) func `a thousand grants with ten callers each cause a thousand provider calls`()
        async throws
    {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim, more: "deadline: \"2m\",", extra: Self.limits)
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket, options: Self.patient)
        let subjects = (0..<1_000).map { "user:default/u\($0)" }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<16 {
                group.addTask {
                    for index in stride(from: lane, to: subjects.count, by: 16) {
                        try await Self.put(subjects[index], client, sim)
                    }
                }
            }
            try await group.waitForAll()
        }
        let clients = try (0..<10).map { _ in
            try VaultClient(socketPath: vault.workloadSocket, options: Self.patient)
        }
        let answers = try await Self.tokens(clients, callsEach: 1_000) { .subject(subjects[$0], provider: "sim") }
        #expect(answers.count == 10_000)
        #expect(Set(answers).count == 1_000)
        let requests = try await sim.requests()
        #expect(requests.count == 1_000)
        #expect(requests.allSatisfy { $0.verdict == "refreshed" })
        #expect(Set(requests.compactMap(\.subject)) == Set(subjects))
        #expect(await vault.stop() == .exit(0))
    }

    @Test(.timeLimit(.minutes(5)))
    func `cached tokens of others are answered while a provider keeps one caller waiting`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim, more: "deadline: \"2m\",", extra: Self.limits)
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket, options: Self.patient)
        let others = (0..<20).map { "user:default/u\($0)" }
        for subject in others {
            try await Self.put(subject, client, sim)
            _ = try await client.token(for: .subject(subject, provider: "sim"))
        }
        try await Self.put("user:default/alice", client, sim)
        try await sim.setFaults(#"{"kind":"hold","subject":"user:default/alice"}"#)
        let isAnswered = Flag()
        let slow = Task {
            _ = try await client.token(for: Self.alice)
            isAnswered.raise()
        }
        // Received by the provider, and held there until all the others have been answered, on the same connection too.
        #expect(try await sim.requests(others.count + 1, until: "received").count == others.count + 1)
        for _ in 0..<50 {
            for subject in others { _ = try await client.token(for: .subject(subject, provider: "sim")) }
        }
        #expect(!isAnswered.isRaised)
        #expect(try await sim.requests().last?.verdict == nil)
        try await sim.release()
        try await slow.value
        #expect(try await sim.requests().count == others.count + 1)
        #expect(await vault.stop() == .exit(0))
    }

    private static let limits = "limits: { in_flight_per_connection: 1024, in_flight_per_client: 20000 },"

    private static func put(_ subject: String, _ client: VaultClient, _ sim: RunningSimulator) async throws {
        let minted = try await sim.mint(for: subject)
        var grant = NewGrant(subject: subject, provider: "sim", refreshToken: SecretText(minted.refreshToken))
        grant.scopes = ["a"]
        _ = try await client.putGrant(grant)
    }

    /// Every client makes so many calls at once.
    private static func tokens(
        _ clients: [VaultClient], callsEach: Int, _ selection: @escaping @Sendable (Int) -> GrantSelection
    ) async throws -> [String] {
        try await withThrowingTaskGroup(of: String.self) { group in
            for client in clients {
                for call in 0..<callsEach {
                    group.addTask {
                        try await client.token(for: selection(call)).secret.unprotectedString()
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
