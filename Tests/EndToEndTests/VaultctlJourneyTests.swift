import TestHarness
import Testing
import VaultJSON

/// The operator's hand on a running vault: what it prints, and the exit codes that scripts branch on (DESIGN §9).
@Suite struct VaultctlJourneyTests {
    private static let alice = "user:default/alice"

    private func vaultctl(
        _ vault: TestVault, _ words: String..., input: String? = nil, socket: String? = nil
    ) async throws -> (ending: Program.Ending, output: String, errors: String) {
        try await Program.run(
            "vaultctl", words, environment: ["VAULTD_SOCKET": socket ?? vault.adminSocket],
            input: input.map { Array($0.utf8) })
    }

    @Test func `a grant is put from stdin, shown, used, listed and revoked`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start()
        let secret = try sim.mint().refreshToken

        let put = try await vaultctl(vault, "grant", "put", Self.alice, "sim", "--scope", "a", input: secret + "\n")
        #expect(put.ending == .exit(0), "\(put.errors)")
        #expect(put.output.hasPrefix("vgr_") && put.output.count == 25, "the handle alone, and a newline")

        let token = try await vaultctl(vault, "token", "get", Self.alice, "sim")
        #expect(token.ending == .exit(0), "\(token.errors)")
        #expect(token.output.hasPrefix("sat_") && !token.output.contains("\n"), "the token alone, to a pipe")
        #expect(token.errors.isEmpty, "no warning unless stdout is a terminal")

        let show = try await vaultctl(vault, "grant", "show", Self.alice, "sim", "--json")
        let grant = try JSONDocument(parsing: Array(show.output.utf8)).root
        #expect(grant["generation"]?.integer == 2)
        #expect(grant["status"]?.string == "active")
        let list = try await vaultctl(vault, "grant", "list")
        #expect(list.output.contains(put.output.dropLast()) && list.output.contains(Self.alice))
        for answer in [put, show, list] {
            #expect(!(answer.output + answer.errors).contains(secret), "a refresh token never comes back")
        }

        let revoke = try await vaultctl(vault, "grant", "revoke", Self.alice, "sim")
        #expect(revoke.ending == .exit(0))
        #expect(try await vaultctl(vault, "token", "get", Self.alice, "sim").ending == .exit(4))
    }

    @Test func `exit codes tell what went wrong`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start()
        #expect(try await vaultctl(vault, "status").ending == .exit(0))
        #expect(try await vaultctl(vault, "ping").ending == .exit(0))
        #expect(try await vaultctl(vault, "version").ending == .exit(0))
        #expect(try await vaultctl(vault, "provider", "list").output.contains("sim"))
        #expect(try await vaultctl(vault, "provider", "test", "sim").ending == .exit(0))

        let usage = try await vaultctl(vault, "grant", "shwo")
        #expect(usage.ending == .exit(2))
        #expect(usage.errors.contains("did you mean 'grant show'?"))
        let argv = try await vaultctl(vault, "grant", "put", Self.alice, "sim", "--refresh-token", "x")
        #expect(argv.ending == .exit(2))
        #expect(argv.errors.contains("stdin"), "says where a secret belongs: \(argv.errors)")
        #expect(try await vaultctl(vault, "grant", "show", "user:default/nobody", "sim").ending == .exit(4))
        #expect(try await vaultctl(vault, "provider", "test", "sim", socket: vault.workloadSocket).ending == .exit(3))
        let nowhere = try await vaultctl(vault, "ping", "--timeout", "1s", socket: vault.folder.file("nothing"))
        #expect(nowhere.ending == .exit(7))

        let put = try await vaultctl(vault, "grant", "put", Self.alice, "sim", input: "never-minted-by-anyone")
        #expect(put.ending == .exit(0), "\(put.errors)")
        let dead = try await vaultctl(vault, "token", "get", Self.alice, "sim")
        #expect(dead.ending == .exit(5), "\(dead.errors)")
        let shown = try await vaultctl(vault, "grant", "show", Self.alice, "sim")
        #expect(shown.output.contains("refresh_token_refused"))
    }
}
