import Testing
import TestHarness
import VaultClient

/// One grant from its first day to its last, through the built programs.
@Suite struct GrantJourneyTests {
    @Test func `a stored refresh token mints, rotates, is rejected and revoked`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket)
        var new = NewGrant(
            subject: "user:default/alice", provider: "sim", refreshToken: SecretText(try sim.mint().refreshToken))
        new.scopes = ["a"]
        let grant = try await client.putGrant(new)
        #expect(grant.generation == 1)
        #expect(grant.status == .active)

        let selection = GrantSelection.subject("user:default/alice", provider: "sim")
        let first = try await client.token(for: selection)
        #expect(first.generation == 2)
        #expect(try sim.generation() == 2)
        let cached = try await client.token(for: selection)
        #expect(cached.secret.unprotectedString() == first.secret.unprotectedString())
        #expect(try sim.generation() == 2)

        let second = try await client.replacement(for: first)
        #expect(second.secret.unprotectedString() != first.secret.unprotectedString())
        #expect(try sim.generation() == 3)

        #expect(try await client.revokeGrant(selection).upstream == "revoked")
        await #expect(throws: VaultClientError.self) { try await client.token(for: selection) }
        #expect(await vault.stop() == .exit(0))
    }

    @Test func `a cached token survives a restart, which asks the provider nothing`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket)
        _ = try await client.putGrant(
            NewGrant(
                subject: "user:default/alice", provider: "sim", refreshToken: SecretText(try sim.mint().refreshToken)))
        let selection = GrantSelection.subject("user:default/alice", provider: "sim")
        let before = try await client.token(for: selection)
        #expect(await vault.kill() == .signal(9))
        try await vault.start()
        let after = try await client.token(for: selection)
        #expect(after.secret.unprotectedString() == before.secret.unprotectedString())
        #expect(try sim.generation() == 2)
    }
}
