import TestHarness
import Testing
import VaultClient

/// `vaultctl provider test` against real programs: says in words whether the registration is right.
@Suite(.timeLimit(.minutes(5))) struct RegistrationTests {
    private func test(_ vault: TestVault) async throws -> (ending: Program.Ending, output: String, errors: String) {
        try await Program.run(
            "vaultctl", ["provider", "test", "sim"], environment: ["VAULTD_SOCKET": vault.adminSocket])
    }

    @Test func `a wrong secret is found without any token, and a live grant is as good as before`() async throws {
        let sim = try RunningSimulator("--burn-on-wrong-client")
        let vault = try await TestVault(sim)
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket)
        let put = NewGrant(
            subject: "user:default/alice", provider: "sim", refreshToken: SecretText(try sim.mint().refreshToken))
        _ = try await client.putGrant(put)
        try vault.folder.write("certainly-another-secret", to: "wrong", mode: 0o400)
        try vault.configure(
            providers: """
                sim: { issuer: "\(sim.process.baseURL)", client_id: "vault", rotation: "rotates",
                  client_secret: { file: "\(vault.folder.file("wrong"))" } },
                """)
        await vault.stop()
        try await vault.start()
        let tested = try await test(vault)
        #expect(tested.ending == .exit(1))
        #expect(tested.output.contains("credentials          refused (invalid_client)"))
        #expect(tested.output.contains("- the provider refuses the client's credentials"))
        #expect(try await sim.lineages().map(\.fate) == ["alive"])
    }

    @Test func `a clock that is wrong is found`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start()
        _ = try sim.control("POST", "/sim/clock", #"{"advance_seconds":300}"#)
        let tested = try await test(vault)
        #expect(tested.ending == .exit(1))
        #expect(tested.output.contains("s ahead of ours") && tested.output.contains("- the provider's clock is"))
    }
}
