import TestHarness
import Testing
import VaultClient
import VaultJSON

/// A preset through the built programs, with the simulator as its provider.
@Suite struct PresetJourneyTests {
    private static let selection = GrantSelection.subject("user:default/alice", provider: "github")

    private static func vault(_ sim: RunningSimulator, secretFile: String? = nil) async throws -> TestVault {
        let base = sim.process.baseURL
        return try await TestVault(
            providers: """
                github: {
                  preset: "github-app", client_id: "vault", client_secret: { file: "\(secretFile ?? sim.process.secretFile)" },
                  token_endpoint: "\(base)/token", revocation_endpoint: "\(base)/applications/vault/token",
                },
                """)
    }

    private static func put(_ client: VaultClient, _ sim: RunningSimulator) async throws -> Minted {
        let minted = try sim.mint()
        _ = try await client.putGrant(
            NewGrant(subject: "user:default/alice", provider: "github", refreshToken: SecretText(minted.refreshToken)))
        return minted
    }

    private static func refusal(_ call: () async throws -> Void) async -> RemoteError? {
        do {
            try await call()
        } catch VaultClientError.refused(let error) {
            return error
        } catch {}
        return nil
    }

    @Test func `a GitHub App's grant mints, ends by GitHub's own word, and is revoked in GitHub's own way`()
        async throws
    {
        let sim = try RunningSimulator("--profile", "github-app")
        let vault = try await Self.vault(sim)
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket)

        let minted = try await Self.put(client, sim)
        #expect(try await client.token(for: Self.selection).generation == 2)
        _ = try sim.control("POST", "/sim/kill", "{\"lineage\":\(minted.lineage)}")
        let refusal = await Self.refusal {
            _ = try await client.replacement(for: client.token(for: Self.selection))
        }
        #expect(refusal?.kind == .reauthRequired)

        _ = try await Self.put(client, sim)
        #expect(try await client.revokeGrant(Self.selection).upstream == "revoked")
        let verdicts = try sim.log(count: 4, until: "answered").map { $0["verdict"]?.string }
        #expect(verdicts == ["refreshed", "dead", "refreshed", "revoked_access_token"])
        let audit = vault.auditLines().joined()
        #expect(audit.contains("bad_refresh_token") && !audit.contains("srt_") && !audit.contains("sat_"))
    }

    @Test func `a wrong secret at GitHub, told with status 200, ends no grant`() async throws {
        let sim = try RunningSimulator("--profile", "github-app")
        let other = try RunningSimulator()
        let vault = try await Self.vault(sim, secretFile: other.process.secretFile)
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket)
        _ = try await Self.put(client, sim)
        let refusal = await Self.refusal { _ = try await client.token(for: Self.selection) }
        #expect(refusal?.kind == .clientMisconfigured)
        #expect(try await client.grant(Self.selection).status == .active)
    }
}
