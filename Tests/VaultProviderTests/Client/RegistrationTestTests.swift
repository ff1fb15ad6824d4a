import Testing
import VaultCore
import VaultCrypto
import VaultFetchWire
import VaultTestSupport

@testable import VaultProvider

/// `provider.test`: whether the provider takes the client, asked without a token of anybody.
@Suite struct RegistrationTestTests {
    private let clock = ManualClock(at: Timestamp(seconds: 784_111_777))

    private func client(_ fetching: any Fetching, secret: String? = "one") -> OAuthProviderClient {
        let secrets = SecretCache(clock: clock) { (_) throws(SecretReadError) in
            guard let secret else { throw .empty }
            return Secret(copyingTextOf: secret)
        }
        return OAuthProviderClient(fetching: fetching, secrets: secrets, signer: SodiumClientSigner(), clock: clock)
    }

    private func provider(_ authentication: ClientAuthentication = .clientSecretPost) throws -> ProviderSettings {
        try Samples.provider {
            $0.authentication = authentication
            $0.clientSecrets = authentication.usesSecret ? [.credential(name: "s")] : []
        }
    }

    @Test func `a secret is accepted where a wrong one would not have been`() async throws {
        let server = SecretServer(["one"])
        let probe = await client(server).probe(try provider())
        #expect(probe.credentials == .accepted && probe.problems.isEmpty)
        #expect(server.live.isEmpty)
        // A GET with nothing, the secret, and one that is nobody's.
        #expect(server.probes.prefix(2) == ["", "one"] && server.probes.count == 3)
        #expect(server.probes[2] != "one" && !server.probes[2].isEmpty)
    }

    @Test func `a secret that is refused is a problem, with what to look at`() async throws {
        let probe = await client(SecretServer(["another"])).probe(try provider())
        #expect(probe.credentials == .refused(ProviderErrorCode("invalid_client")))
        let problem = try #require(probe.problems.first)
        #expect(problem.contains("invalid_client") && problem.contains("'client_id'"))
    }

    @Test func `a server that looks at the token first tells nothing, which is no problem`() async throws {
        let probe = await client(SecretServer(["another"], looksAtTokenFirst: true)).probe(try provider())
        #expect(probe.credentials == .indistinct && probe.problems.isEmpty)
    }

    @Test func `an answer that tells nothing is told`() async throws {
        let server = SecretServer(["one"])
        server.answerProbes(with: Samples.reply(503))
        let probe = await client(server).probe(try provider())
        #expect(probe.credentials == .undecided)
        #expect(probe.problems.contains { $0.contains("try again") })
    }

    @Test func `a client without credentials is asked about once`() async throws {
        let fetching = FakeFetching([
            "https://id.example/token": Samples.reply(400, #"{"error":"invalid_grant"}"#)
        ])
        let probe = await client(fetching).probe(try provider(.none))
        #expect(probe.credentials == .accepted && probe.problems.isEmpty)
        #expect(fetching.urls.count == 2)
    }

    @Test func `nothing is asked with a secret that cannot be read, nor of a server that is not there`() async throws {
        let server = SecretServer(["one"])
        #expect(await client(server, secret: nil).probe(try provider()).credentials == .notAsked)
        #expect(server.probes == [""])
        #expect(await client(FakeFetching([:])).probe(try provider()).credentials == .notAsked)
    }

    @Test(
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 0, false), ("Sun, 06 Nov 1994 08:49:39 GMT", 0, false),
            ("Sun, 06 Nov 1994 08:50:07 GMT", 30, false), ("Sun, 06 Nov 1994 08:50:08 GMT", 31, true),
            ("Sun, 06 Nov 1994 07:49:37 GMT", -3_600, true), ("yesterday", nil, false),
        ] as [(String, Int64?, Bool)])
    func `the provider's clock is compared`(date: String, difference: Int64?, isProblem: Bool) async throws {
        let reply = FetchReply(status: 405, date: date, body: .empty)
        let probe = await client(FakeFetching(["https://id.example/token": .response(reply)])).probe(try provider())
        #expect(probe.clockDifferenceSeconds == difference)
        #expect(probe.problems.contains { $0.contains("clock") } == isProblem)
    }

    @Test func `a key that is nobody's signs as any other`() throws {
        let (one, other) = (ClientKeyText.fresh(), ClientKeyText.fresh())
        let signer = SodiumClientSigner()
        #expect(try signer.sign([1], withPrivateKey: one) != signer.sign([1], withPrivateKey: other))
    }
}
