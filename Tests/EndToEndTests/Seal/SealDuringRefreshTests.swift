import TestHarness
import Testing
import VaultClient

/// Sealing while a provider has a refresh token in hand.
@Suite struct `A seal in the middle of a refresh` {
    private static let alice = GrantSelection.subject("user:default/alice", provider: "sim")

    /// A vault whose provider has replaced alice's token and holds the answer back.
    private func held() async throws -> (TestVault, RunningSimulator, Task<VaultClientError?, any Error>) {
        let sim = try RunningSimulator("--rotation", "rotate")
        // However busy the machine is, the provider may take its time.
        let vault = try await TestVault(sim, more: "deadline: \"120s\",")
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket, options: .init(timeout: .seconds(240)))
        let minted = try await sim.mint(for: "user:default/alice")
        var grant = NewGrant(
            subject: "user:default/alice", provider: "sim", refreshToken: SecretText(minted.refreshToken))
        grant.scopes = ["a"]
        _ = try await client.putGrant(grant)
        try await sim.hold(when: "after", count: 1)
        let asking = Task { () -> VaultClientError? in
            do {
                _ = try await client.token(for: Self.alice, forceRefresh: true)
                return nil
            } catch let error as VaultClientError {
                return error
            }
        }
        try await sim.waitForRequest("processed")
        return (vault, sim, asking)
    }

    private static func reason(_ error: VaultClientError?) -> String? {
        guard case .refused(let refusal) = error else { return nil }
        return refusal.type + " " + (refusal.reason ?? "-")
    }

    @Test(.timeLimit(.minutes(5)))
    func `loses no rotated token, and hands none out`() async throws {
        let (vault, sim, asking) = try await held()
        let admin = try VaultClient(socketPath: vault.adminSocket)
        async let sealed = vault.vaultctl("seal")
        while try await !admin.sealStatus().isSealed {}
        // It is sealed at once, although the seal is not done.
        try await sim.letGo()
        let done = try await sealed
        #expect(done.ending == .exit(0), "\(done.errors)")
        #expect(Self.reason(try await asking.value)?.hasPrefix("sealed") == true)
        #expect(try await vault.vaultctl("unseal").ending == .exit(0))
        let shown = try await vault.vaultctl("grant", "show", "user:default/alice", "sim")
        #expect(shown.output.contains("generation  2"), "\(shown.output)")
        let client = try VaultClient(socketPath: vault.workloadSocket)
        _ = try await client.token(for: Self.alice, forceRefresh: true)
        await vault.stop()
    }

    @Test(.timeLimit(.minutes(5)))
    func `cuts it off when it is to be now, and says so`() async throws {
        let (vault, sim, asking) = try await held()
        let sealed = try await vault.vaultctl("seal", "--now")
        #expect(sealed.ending == .exit(0), "\(sealed.errors)")
        try await sim.letGo()
        #expect(Self.reason(try await asking.value)?.hasPrefix("sealed") == true)
        #expect(try await vault.vaultctl("unseal").ending == .exit(0))
        let client = try VaultClient(socketPath: vault.workloadSocket)
        let error = await #expect(throws: VaultClientError.self) { _ = try await client.token(for: Self.alice) }
        #expect(Self.reason(error) == "reauth_required lost_rotation")
        await vault.stop()
    }
}
