import Testing
import TestHarness
import VaultClient

/// No token leaves before the record that it left is where the process's end does not take it away.
@Suite(.timeLimit(.minutes(5))) struct AuditSpoolTests {
    @Test func `every token that was served is in the log after a kill in the middle of serving`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket)
        var grant = NewGrant(
            subject: "user:default/alice", provider: "sim", refreshToken: SecretText(try sim.mint().refreshToken))
        grant.scopes = ["a"]
        _ = try await client.putGrant(grant)
        let alice = GrantSelection.subject("user:default/alice", provider: "sim")
        var expected = 0
        for count in [1, 40, 400] {
            for _ in 0..<count { _ = try await client.token(for: alice) }
            expected += count
            await vault.kill()
            try await vault.start()
            #expect(served(in: vault) == expected)
        }
    }

    @Test func `they are in it soon without a kill, and at once with a change behind them`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket)
        let grant = NewGrant(
            subject: "user:default/alice", provider: "sim", refreshToken: SecretText(try sim.mint().refreshToken))
        _ = try await client.putGrant(grant)
        let alice = GrantSelection.subject("user:default/alice", provider: "sim")
        for _ in 0..<10 { _ = try await client.token(for: alice) }
        _ = try await client.revokeGrant(alice)
        #expect(served(in: vault) == 10)
        let last = try #require(vault.auditLines().last)
        #expect(last.contains("upstream_revoked") || last.contains("grant_revoked"))
    }

    /// Decisions to give a token, by the short way or the long one.
    private func served(in vault: TestVault) -> Int {
        vault.auditLines().count { $0.contains(#""kind":"decision","outcome":"allow""#) && $0.contains("token.get") }
    }
}
