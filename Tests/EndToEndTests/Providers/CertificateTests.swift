import TestHarness
import Testing
import VaultClient

/// A provider whose certificate or protocol does not hold is sent nothing, and the operator is told what to look at.
@Suite(.timeLimit(.minutes(5))) struct CertificateTests {
    private static let refused = [
        "no-chain", "expired", "not-yet", "wrong-host", "wrong-use", "self-signed", "other-root", "old-tls",
    ]

    @Test func `nothing is sent over TLS that does not hold, and provider test says what to look at`() async throws {
        let sim = try RunningSimulator()
        let front = try await TLSFront(before: sim)
        let entries = try (Self.refused + ["good", "no-syn-ack", "plain"]).map { name in
            """
            '\(name)': {
              token_endpoint: "\(try front.address("token", behind: name))", client_id: "vault", rotation: "rotates",
              client_secret: { file: "\(sim.process.secretFile)" }, ca_file: "\(front.authority)",
              deadline: "\(Self.refused.contains(name) || name == "good" ? "20s" : "1s")",
            },
            """
        }
        let vault = try await TestVault(providers: entries.joined(separator: "\n"))
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket, options: .init(timeout: .seconds(120)))
        let operating = try VaultClient(socketPath: vault.adminSocket, options: .init(timeout: .seconds(120)))
        let token = try await sim.mint(for: "user:default/alice").refreshToken
        for name in Self.refused {
            _ = try await client.putGrant(
                NewGrant(subject: "user:default/alice", provider: name, refreshToken: SecretText(token)))
            let selection = GrantSelection.subject("user:default/alice", provider: name)
            let error = await #expect(throws: VaultClientError.self) { try await client.token(for: selection) }
            guard case .refused(let refusal)? = error else { continue }
            #expect(refusal.kind == .providerUnavailable, "\(name)")
            #expect(refusal.reason == "unreachable", "\(name)")
            #expect(try await client.grant(selection).status == .active, "\(name)")

            let report = try await operating.testProvider(name)
            #expect(!report.isReachable, "\(name)")
            #expect(report.problems.count == 1, "\(name)")
            let problem = report.problems.first ?? ""
            for word in ["no TLS connection", "'ca_file'", "another host", "dates", "TLS 1.2"] {
                #expect(problem.contains(word), "\(name): \(problem)")
            }
        }
        #expect(try await sim.requests().isEmpty)
        #expect(try await operating.testProvider("good").problems.isEmpty)
        #expect(try await operating.testProvider("no-syn-ack").problems.first?.contains("network") == true)
        #expect(try await operating.testProvider("plain").isReachable == false)
        #expect(await vault.stop() == .exit(0))
    }
}
