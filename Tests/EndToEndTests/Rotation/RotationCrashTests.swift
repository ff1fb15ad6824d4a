import Foundation
import TestHarness
import Testing
import VaultClient

/// The daemon is killed again and again in rotations of its master key, while grants are put and revoked: no record is lost,
/// every one opens, and the rotation goes on.
@Suite struct RotationCrashTests {
    private static let writers = 3
    private static let standing = 60
    private static let batch = ["VAULTD_REWRAP_BATCH": "8"]

    /// Every edge of a batch, and every other step.
    private static let failpoints = [
        "key_prepared", "key_activated", "rewrap_batch_read:1", "rewrap_batch_wrapped:1", "rewrap_batch_committed:1",
        "rewrap_batch_read:3", "rewrap_batch_wrapped:4", "rewrap_batch_committed:5", "rewrap_batch_committed:8",
        "before_key_destroy", "key_destroyed",
    ]
    /// Half a second each; `VAULT_ROTATION_KILLS=1000` does so a thousand times, which takes some eleven minutes.
    private static let randomRounds =
        ProcessInfo.processInfo.environment["VAULT_ROTATION_KILLS"].flatMap { Int($0) } ?? 40

    @Test func `no record is lost when the daemon is killed in a rotation under load`() async throws {
        let seed = UInt64.random(in: .min ... .max)
        print("RotationCrashTests: seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim, more: "deadline: \"2s\",")
        let tokens = try await storeStanding(sim, vault)
        var writers = (0..<Self.writers).map { LoadWriter($0, seed: seed, grants: 4) }
        let deaths = Self.failpoints.map(Optional.some) + [String?](repeating: nil, count: Self.randomRounds)
        for (round, failpoint) in deaths.enumerated() {
            try await vault.start(failpoint: failpoint, environment: Self.batch)
            let events = failpoint == nil ? Int.random(in: 1...60, using: &random) : .max
            writers = try await loaded(writers, vault, sim, killAt: events)
            try await vault.start(environment: Self.batch)
            for index in writers.indices {
                let faults = try await writers[index].audit(try VaultClient(socketPath: vault.workloadSocket))
                #expect(faults == [], "round \(round), seed \(seed)")
            }
            let rotator = try Rotator(vault.adminSocket)
            // By itself: nobody asked this daemon for it.
            var status = try KeyState(try await rotator.ask("key.status"))
            while status.left > 0 { status = try KeyState(try await rotator.ask("key.status")) }
            let proof = try await rotator.verify()
            #expect(proof.bad == 0 && proof.good >= Self.standing, "round \(round), seed \(seed)")
            #expect(status.states.values.count { $0 == "active" } == 1, "round \(round), seed \(seed)")
            #expect(await vault.kill() == .signal(9))
        }
        try await vault.start()
        try await checkEnd(vault, tokens, seed)
    }

    /// Grants that nobody touches, with the access token that each must still give.
    private func storeStanding(_ sim: RunningSimulator, _ vault: TestVault) async throws -> [String: String] {
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket)
        var tokens: [String: String] = [:]
        for number in 0..<Self.standing {
            let subject = "user:default/standing-\(number)"
            var grant = NewGrant(
                subject: subject, provider: "sim", refreshToken: SecretText("srt_standing_\(number)"))
            grant.scopes = ["a"]
            grant.accessToken = SecretText("sat_standing_\(number)")
            grant.accessTokenExpiresAt = 4_000_000_000
            _ = try await client.putGrant(grant)
            tokens[subject] = "sat_standing_\(number)"
        }
        #expect(await vault.kill() == .signal(9))
        return tokens
    }

    private func loaded(
        _ writers: [LoadWriter], _ vault: TestVault, _ sim: RunningSimulator, killAt events: Int
    ) async throws -> [LoadWriter] {
        let daemon = try #require(vault.daemon)
        let countdown = Countdown(events) { daemon.send(signal: 9) }
        let (workload, rotator) = (vault.workloadSocket, try Rotator(vault.adminSocket))
        let result = try await withThrowingTaskGroup(of: (Int, LoadWriter)?.self) { group in
            group.addTask {
                try await rotator.rotateUntilDeath()
                return nil
            }
            for (index, writer) in writers.enumerated() {
                group.addTask {
                    var writer = writer
                    try await writer.work(
                        try VaultClient(socketPath: workload, options: .init(patience: .zero)), sim, countdown)
                    return (index, writer)
                }
            }
            var result = writers
            for try await case (let index, let writer)? in group { result[index] = writer }
            return result
        }
        #expect(await daemon.ended() == .signal(9))
        return result
    }

    private func checkEnd(_ vault: TestVault, _ tokens: [String: String], _ seed: UInt64) async throws {
        let rotator = try Rotator(vault.adminSocket)
        try await rotator.rotate()
        let states = try KeyState(try await rotator.ask("key.status")).states
        #expect(states.count >= 5)
        let newest = try #require(states.keys.max())
        for (version, state) in states { #expect(state == (version == newest ? "active" : "destroyed")) }
        // The refresh tokens behind them open too: that is what `check --deep` and a restart would not tell.
        let client = try VaultClient(socketPath: vault.workloadSocket)
        for (subject, token) in tokens {
            let found = try await client.token(for: .subject(subject, provider: "sim"))
            #expect(found.secret.unprotectedString() == token, "\(subject), seed \(seed)")
        }
        #expect(await vault.stop() == .exit(0))
        #expect(try await vault.damage() == nil)
    }
}
