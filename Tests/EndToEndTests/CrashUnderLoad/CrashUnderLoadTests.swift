import Testing
import TestHarness
import VaultClient

/// The daemon is killed again and again while grants are put and revoked: what it acknowledged is there, what it did not
/// is absent or whole.
@Suite struct CrashUnderLoadTests {
    private static let rounds = 20
    private static let writers = 8

    @Test func `no acknowledged change is lost when the daemon is killed under load`() async throws {
        let seed = UInt64.random(in: .min ... .max)
        print("CrashUnderLoadTests: seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let sim = try RunningSimulator()
        // The queue looks at a revocation a deadline and five seconds after the crash.
        let vault = try await TestVault(sim, more: "deadline: \"2s\",")
        var writers = (0..<Self.writers).map { LoadWriter($0, seed: seed, grants: 5) }
        for round in 0..<Self.rounds {
            try await vault.start()
            writers = try await loaded(writers, vault, sim, killAt: .random(in: 1...100, using: &random))
            #expect(try await vault.damage() == nil, "round \(round), seed \(seed)")
            try await vault.start()
            for index in writers.indices {
                let faults = try await writers[index].audit(try VaultClient(socketPath: vault.workloadSocket))
                #expect(faults == [], "round \(round), seed \(seed)")
            }
            #expect(await vault.kill() == .signal(9))
        }
        try await vault.start()
        try await checkRefreshTokens(writers, vault)
        try await checkProvider(writers, sim)
        #expect(await vault.stop() == .exit(0))
    }

    private func loaded(
        _ writers: [LoadWriter], _ vault: TestVault, _ sim: RunningSimulator, killAt events: Int
    ) async throws -> [LoadWriter] {
        let daemon = try #require(vault.daemon)
        let countdown = Countdown(events) { daemon.send(signal: 9) }
        let socket = vault.workloadSocket
        let result = try await withThrowingTaskGroup(of: (Int, LoadWriter).self) { group in
            for (index, writer) in writers.enumerated() {
                group.addTask {
                    var writer = writer
                    let client = try VaultClient(socketPath: socket, options: .init(patience: .zero))
                    try await writer.work(client, sim, countdown)
                    return (index, writer)
                }
            }
            var result = writers
            for try await (index, writer) in group { result[index] = writer }
            return result
        }
        #expect(await daemon.ended() == .signal(9))
        return result
    }

    /// The refresh tokens that survived are whole too: each mints.
    private func checkRefreshTokens(_ writers: [LoadWriter], _ vault: TestVault) async throws {
        let client = try VaultClient(socketPath: vault.workloadSocket, options: .init(timeout: .seconds(120)))
        let kept = writers.flatMap(\.grants).filter { $0.acknowledged != nil }
        #expect(!kept.isEmpty)
        for grant in kept {
            let token = try await client.token(
                for: .subject(grant.subject, provider: "sim"), forceRefresh: true)
            #expect(token.generation == (grant.acknowledged?.generation ?? 0) + 1)
        }
    }

    /// A revocation outlives every crash: in the end each ended lineage is revoked at the provider.
    private func checkProvider(_ writers: [LoadWriter], _ sim: RunningSimulator) async throws {
        let ended = writers.flatMap(\.grants).reduce(into: Set<Int>()) { $0.formUnion($1.endedLineages) }
        #expect(!ended.isEmpty)
        while true {
            let last = try await sim.requests().last?.sequence ?? 0
            let revoked = Set(try await sim.lineages().filter { $0.fate == "revoked" }.map(\.number))
            if ended.isSubset(of: revoked) { return }
            let more = try await sim.requests(1, until: "processed", since: last)
            guard !more.isEmpty else {
                Issue.record("never revoked at the provider: \(ended.subtracting(revoked).sorted())")
                return
            }
        }
    }
}
