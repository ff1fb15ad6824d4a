import TestHarness
import Testing
import VaultClient

/// A vault that proves itself by assertions, at a provider that holds each against key, clock, audience and all that came before.
@Suite struct AssertionJourneyTests {
    private static let alice = "user:default/alice"

    /// Two refreshes and a revocation, each with an assertion of its own.
    private func serves(_ sim: RunningSimulator, _ vault: TestVault) async throws {
        try await vault.start()
        let report = try await VaultClient(socketPath: vault.adminSocket).testProvider("sim")
        #expect(report.credentials == "accepted" && report.problems.isEmpty)
        let client = try VaultClient(socketPath: vault.workloadSocket)
        let grant = try sim.mint()
        _ = try await client.putGrant(
            NewGrant(subject: Self.alice, provider: "sim", refreshToken: SecretText(grant.refreshToken)))
        let selection = GrantSelection.subject(Self.alice, provider: "sim")
        #expect(try await client.token(for: selection).generation == 2)
        #expect(try await client.token(for: selection, forceRefresh: true).generation == 3)
        #expect(try await client.revokeGrant(selection).upstream == "revoked")
        let entries = try sim.log(count: 6, until: "answered").compactMap(SimulatedRequest.init)
        #expect(entries.map(\.verdict).prefix(3) == ["malformed", "unknown_token", "invalid_client"], "the test")
        #expect(entries.map(\.verdict).dropFirst(3) == ["refreshed", "refreshed", "revoked"])
    }

    @Test func `a client asserts with its secret`() async throws {
        let sim = try RunningSimulator("--client-auth", "client_secret_jwt")
        try await serves(
            sim, try await TestVault(sim, more: "client_authentication: 'client_secret_jwt'"))
    }

    @Test(arguments: [true, false])
    func `a client asserts with a key that openssl made`(toIssuer: Bool) async throws {
        let folder = try TemporaryFolder()
        let key = try await Program.run("/usr/bin/openssl", ["genpkey", "-algorithm", "ed25519"]).output
        try folder.write(key, to: "key.pem", mode: 0o400)
        let half = try await Program.run("/usr/bin/openssl", ["pkey", "-pubout"], input: Array(key.utf8)).output
        try folder.write(half, to: "public.pem")
        let sim = try RunningSimulator(
            "--client-auth", "private_key_jwt", "--client-public-key", folder.file("public.pem"))
        let audience = toIssuer ? "assertion_audience: '\(sim.process.baseURL)', " : ""
        let vault = try await TestVault(
            providers: """
                sim: {
                  issuer: "\(sim.process.baseURL)", client_id: "vault", rotation: "rotates", key_id: "k1", \(audience)
                  client_authentication: "private_key_jwt", private_key: { file: "\(folder.file("key.pem"))" },
                },
                """)
        try await serves(sim, vault)
    }

    @Test func `check tells of a key or secret that cannot sign, by its member and without its text`() async throws {
        let vault = try await TestVault(providers: "")
        let folder = vault.folder
        try folder.write("short-secret-in-clear", to: "short", mode: 0o400)
        let other = try await Program.run("/usr/bin/openssl", ["genpkey", "-algorithm", "x25519"]).output
        try folder.write(other, to: "x25519.pem", mode: 0o400)
        let rest = "client_id: 'vault', rotation: 'rotates', token_endpoint: 'https://login.example/t'"
        try vault.configure(
            providers: """
                a: { \(rest), client_authentication: 'client_secret_jwt', client_secret: { file: '\(folder.file("short"))' } },
                b: { \(rest), client_authentication: 'private_key_jwt', private_key: { file: '\(folder.file("x25519.pem"))' } },
                c: { \(rest), client_authentication: 'client_secret_post', client_secret: { file: '\(folder.file("short"))' } },
                """)
        let check = try await vault.vaultd("check")
        #expect(check.ending == .exit(1))
        let lines = check.errors.split(separator: "\n")
        #expect(lines.count == 2, "\(check.errors)")
        #expect(
            lines.first?.contains(": providers.a.client_secret: the client secret is shorter than the 32 bytes") == true
        )
        #expect(lines.last?.contains(": providers.b.private_key: the private key is no Ed25519 key") == true)
        #expect(
            lines.allSatisfy {
                $0.hasPrefix("\(vault.configurationPath):") && !$0.hasPrefix("\(vault.configurationPath):1:1:")
            })
        #expect(!check.errors.contains("in-clear"))
    }
}
