import TestHarness
import Testing
import VaultClient

/// Two client secrets, at a provider that ends every refresh token that comes with a wrong one.
@Suite struct SecretRolloverTests {
    private static let users = ["user:default/alice", "user:default/bob"]

    private let folder: TemporaryFolder
    private let sim: RunningSimulator
    private let vault: TestVault

    init() async throws {
        folder = try TemporaryFolder()
        sim = try RunningSimulator("--burn-on-wrong-client")
        let other = folder.file("other.secret")
        try folder.write("another-secret", to: "other.secret", mode: 0o400)
        vault = try await TestVault(
            providers: """
                sim: {
                  issuer: "\(sim.process.baseURL)", client_id: "vault", rotation: "rotates",
                  client_secret: [{ file: "\(other)" }, { file: "\(sim.process.secretFile)" }],
                },
                """)
    }

    private func started() async throws -> VaultClient {
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket)
        for user in Self.users {
            let minted = try Minted(sim.control("POST", "/sim/mint", "{\"subject\":\"\(user)\",\"scopes\":[\"a\"]}"))
            _ = try await client.putGrant(
                NewGrant(subject: user, provider: "sim", refreshToken: SecretText(minted.refreshToken)))
        }
        return client
    }

    private func generation(
        _ client: VaultClient, _ user: String, fresh: Bool = false
    ) async throws(VaultClientError) -> Int64 {
        try await client.token(for: .subject(user, provider: "sim"), forceRefresh: fresh).generation
    }

    /// The verdicts on all requests so far, those on live tokens apart.
    private func verdicts(_ count: Int) throws -> (live: [String], others: [String]) {
        let entries = try sim.log(count: count, until: "answered").compactMap(SimulatedRequest.init)
        #expect(entries.count == count)
        return (
            entries.filter { $0.subject != nil }.compactMap(\.verdict),
            entries.filter { $0.subject == nil }.compactMap(\.verdict)
        )
    }

    @Test func `no live token meets the provider with the wrong one of two secrets`() async throws {
        let client = try await started()
        for user in Self.users {
            #expect(try await generation(client, user) == 2)
            #expect(try await generation(client, user, fresh: true) == 3)
        }
        #expect(try await client.revokeGrant(.subject(Self.users[0], provider: "sim")).upstream == "revoked")
        let (live, others) = try verdicts(7)
        #expect(live == ["refreshed", "refreshed", "refreshed", "refreshed", "revoked"])
        #expect(others == ["invalid_client", "unknown_token"])
    }

    @Test func `when the secret in use ends, one request finds out and the vault goes on with the other`() async throws
    {
        let client = try await started()
        for user in Self.users { #expect(try await generation(client, user) == 2) }
        _ = try sim.control("POST", "/sim/client", "{\"secret\":\"another-secret\"}")
        await #expect(throws: VaultClientError.self) { try await generation(client, Self.users[0], fresh: true) }
        #expect(try await generation(client, Self.users[1], fresh: true) == 3)
        let (live, others) = try verdicts(7)
        #expect(live == ["refreshed", "refreshed", "invalid_client", "refreshed"])
        #expect(others == ["invalid_client", "unknown_token", "unknown_token"])
    }

    @Test func `when neither is accepted no grant is touched, and the provider is left alone`() async throws {
        let client = try await started()
        _ = try sim.control("POST", "/sim/client", "{\"secret\":\"a third\"}")
        for user in Self.users {
            do throws(VaultClientError) {
                _ = try await generation(client, user)
                Issue.record("a token")
            } catch {
                guard case .refused(let remote) = error else { throw error }
                #expect(remote.kind == .clientMisconfigured)
            }
            #expect(try await client.grant(.subject(user, provider: "sim")).status == .active)
        }
        let (live, others) = try verdicts(2)
        #expect(live.isEmpty && others == ["invalid_client", "invalid_client"])
    }

    /// The provider never replaces a token that it has not seen, so nothing was lost.
    @Test func `a crash while secrets are asked about costs no grant`() async throws {
        let client = try await started()
        try sim.setFault("{\"kind\":\"hold\",\"count\":1}")
        async let token: Int64? = try? generation(client, Self.users[0])
        try await sim.waitForRequest("received")
        await vault.kill()
        _ = await token
        try await sim.letGo()
        try await vault.start()
        let again = try VaultClient(socketPath: vault.workloadSocket)
        #expect(try await generation(again, Self.users[0]) == 2)
    }

    @Test func `a secret that was not accepted at the start is used after a reload, before any live token`()
        async throws
    {
        let client = try await started()
        #expect(try await generation(client, Self.users[0]) == 2)
        _ = try sim.control("POST", "/sim/client", "{\"secret\":\"another-secret\"}")
        try await vault.reload()
        #expect(try await generation(client, Self.users[0], fresh: true) == 3)
        #expect(try verdicts(6).live == ["refreshed", "refreshed"])
    }
}
