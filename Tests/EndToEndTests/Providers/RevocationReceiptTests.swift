import TestHarness
import Testing

/// The receipt of a revocation: what each provider has done, by the real programs.
@Suite(.timeLimit(.minutes(5))) struct RevocationReceiptTests {
    @Test func `the command waits until the provider that failed has done it, and tells which can do nothing`()
        async throws
    {
        let sim = try RunningSimulator()
        let vault = try await TestVault(
            providers: TestVault.provider("sim", sim, rotation: "rotates")
                + TestVault.provider("plain", sim, rotation: "rotates", more: "revocation: \"none\","))
        try await vault.start()
        for provider in ["sim", "plain"] {
            let put = try await vaultctl(
                vault, "grant", "put", "user:default/alice", provider, input: try sim.mint().refreshToken)
            #expect(put.ending == .exit(0), "\(put.errors)")
        }
        try await sim.setFaults(#"{"kind":"answer","status":503,"endpoint":"revoke","count":2}"#)
        let revoked = try await vaultctl(
            vault, "grant", "revoke", "--subject", "user:default/alice", "--all", "--wait", "--json")
        #expect(revoked.ending == .exit(0), "\(revoked.errors)")
        #expect(revoked.output.contains(#""provider":"sim","revoked_locally":true,"upstream":"revoked""#))
        #expect(revoked.output.contains(#""provider":"plain","revoked_locally":true,"upstream":"not_supported""#))
        #expect(try await sim.requests().filter { $0.endpoint == "revoke" }.count == 3)
        #expect(try await vaultctl(vault, "grant", "list", "--quiet").output.isEmpty)
    }

    @Test func `a wait that was too short fails and the vault goes on`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start()
        let put = try await vaultctl(
            vault, "grant", "put", "user:default/alice", "sim", input: try sim.mint().refreshToken)
        #expect(put.ending == .exit(0), "\(put.errors)")
        try await sim.setFaults(#"{"kind":"hold","endpoint":"revoke"}"#)
        let revoked = try await vaultctl(
            vault, "grant", "revoke", "user:default/alice", "sim", "--wait", "--timeout", "15s")
        #expect(revoked.ending == .exit(1))
        #expect(revoked.output.contains("the vault goes on trying"))
        try await sim.setFaults("")
        try await sim.release()
        // At once, or with a later try, where the first was given up under load. The suite's limit ends a wait for nothing.
        while try await !sim.lineages().allSatisfy({ $0.fate == "revoked" }) { await Task.yield() }
    }

    private func vaultctl(
        _ vault: TestVault, _ words: String..., input: String? = nil
    ) async throws -> (ending: Program.Ending, output: String, errors: String) {
        try await Program.run(
            "vaultctl", words, environment: ["VAULTD_SOCKET": vault.adminSocket], input: input.map { Array($0.utf8) })
    }
}
