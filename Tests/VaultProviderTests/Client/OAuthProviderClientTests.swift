import Synchronization
import Testing
import VaultCore
import VaultCrypto
import VaultFetchWire
import VaultTestSupport

@testable import VaultProvider

@Suite struct OAuthProviderClientTests {
    private static let endpoint = "https://id.example/token"
    private static let source = SecretSource.environment(variable: "UNUSED")

    /// A client whose secret is "s1", then "s2", … each time it is read anew.
    private static func client(
        _ fetching: FakeFetching, clock: ManualClock = ManualClock(), fails: Bool = false
    ) -> OAuthProviderClient {
        let reads = Mutex(0)
        let secrets = SecretCache(clock: clock) { (_) throws(SecretReadError) in
            if fails { throw .empty }
            return Secret(copyingTextOf: "s\(reads.withLock { $0 += 1; return $0 })")
        }
        return OAuthProviderClient(
            fetching: fetching, secrets: secrets, signer: SodiumClientSigner(), clock: clock)
    }

    private static func provider(_ change: (inout ProviderSettings) -> Void = { _ in }) throws -> ProviderSettings {
        try Samples.provider {
            $0.authentication = .clientSecretPost
            $0.clientSecrets = [source]
            change(&$0)
        }
    }

    private static func refresh(_ client: OAuthProviderClient, _ provider: ProviderSettings) async -> String {
        await client.refresh(
            RefreshRequest(provider: provider, refreshToken: Secret(copyingTextOf: "rt"), scopes: nil)
        ).word
    }

    private static func revoke(_ client: OAuthProviderClient, _ provider: ProviderSettings) async -> RevocationOutcome {
        await client.revoke(RevocationRequest(provider: provider, refreshToken: Secret(copyingTextOf: "rt")))
    }

    @Test func `a refresh sends one request and says what came of it`() async throws {
        let fetching = FakeFetching([Self.endpoint: Samples.reply(200, #"{"access_token":"at","expires_in":60}"#)])
        #expect(await Self.refresh(Self.client(fetching), try Self.provider()) == "refreshed at 60")
        #expect(
            fetching.bodies == ["grant_type=refresh_token&refresh_token=rt&client_id=app&client_secret=s1"])
    }

    @Test func `no outcome makes it send the token a second time`() async throws {
        for outcome in [
            FetchOutcome.unanswered(.connectionLost), .notSent(.deadline), Samples.reply(401), Samples.reply(503),
            .tooLarge(status: 200),
        ] {
            let fetching = FakeFetching([Self.endpoint: outcome])
            _ = await Self.refresh(Self.client(fetching), try Self.provider())
            #expect(fetching.urls.count == 1)
        }
    }

    @Test func `the client secret is kept for a minute and read anew when the provider refuses it`() async throws {
        let fetching = FakeFetching([Self.endpoint: Samples.reply(200, #"{"access_token":"at"}"#)])
        let clock = ManualClock()
        let client = Self.client(fetching, clock: clock)
        let provider = try Self.provider()
        func lastSecret() -> Substring? { fetching.bodies.last?.suffix(2) }
        _ = await Self.refresh(client, provider)
        clock.advance(seconds: 59)
        _ = await Self.refresh(client, provider)
        #expect(lastSecret() == "s1")
        clock.advance(seconds: 1)
        _ = await Self.refresh(client, provider)
        #expect(lastSecret() == "s2")
        fetching.set(Self.endpoint, Samples.reply(401, #"{"error":"invalid_client"}"#))
        #expect(await Self.refresh(client, provider) == "client invalid_client")
        _ = await Self.refresh(client, provider)
        #expect(lastSecret() == "s3")
    }

    /// Some servers burn a token that comes with a wrong secret.
    @Test func `without its secret a client sends nothing`() async throws {
        let fetching = FakeFetching([:])
        let client = Self.client(fetching, fails: true)
        #expect(await Self.refresh(client, try Self.provider()) == "client -")
        let revocable = try Self.provider { $0.revocationEndpoint = "https://id.example/r" }
        #expect(await Self.revoke(client, revocable) == .retry(.unreachable, afterSeconds: nil))
        #expect(fetching.urls.isEmpty)
    }

    @Test func `endpoints that cannot be found or trusted stop a refresh before anything is sent`() async throws {
        let fetching = FakeFetching([:])
        let client = Self.client(fetching)
        let unsafe = try Self.provider { $0.tokenEndpoint = "http://id.example/t" }
        #expect(await Self.refresh(client, unsafe) == "client -")
        #expect(fetching.urls.isEmpty)
        let unreachable = try Self.provider {
            $0.tokenEndpoint = nil
            $0.issuer = "https://id.example"
        }
        #expect(await Self.refresh(client, unreachable) == "transient unreachable -")
        #expect(fetching.bodies == [""])
    }

    @Test func `a revocation goes to its endpoint, where there is one`() async throws {
        let fetching = FakeFetching(["https://id.example/r": Samples.reply(200)])
        let client = Self.client(fetching)
        #expect(await Self.revoke(client, try Self.provider()) == .notSupported)
        #expect(fetching.urls.isEmpty)
        let revocable = try Self.provider { $0.revocationEndpoint = "https://id.example/r" }
        #expect(await Self.revoke(client, revocable) == .revoked)
        #expect(fetching.bodies == ["token=rt&token_type_hint=refresh_token&client_id=app&client_secret=s1"])
    }

    @Test func `a probe finds the endpoints`() async throws {
        let provider = try Self.provider {
            $0.tokenEndpoint = nil
            $0.issuer = "https://id.example"
        }
        let fetching = FakeFetching([
            "https://id.example/.well-known/openid-configuration": Samples.reply(
                200,
                #"{"issuer":"https://id.example","token_endpoint":"https://id.example/token","#
                    + #""revocation_endpoint":"https://id.example/r"}"#),
            Self.endpoint: Samples.reply(400, #"{"error":"invalid_grant"}"#),
        ])
        let probe = await Self.client(fetching).probe(provider)
        #expect(probe.reachable)
        #expect(probe.tokenEndpoint == Self.endpoint)
        #expect(probe.revocationEndpoint == "https://id.example/r")
        #expect(probe.problems.isEmpty)
        #expect(fetching.urls.count == 4)
    }

    @Test(arguments: [
        (FetchOutcome.notSent(.connectionRefused), "refused"), (.notSent(.tlsFailed), "certificate"),
        (.notSent(.nameNotResolved), "no address"), (.unanswered(.deadline), "no answer in time"),
        (.notSent(.notAccepted), "vaultfetch"), (Samples.reply(302), "redirects"), (Samples.reply(404), "404"),
    ])
    func `a probe says what is wrong in a sentence`(outcome: FetchOutcome, word: String) async throws {
        let probe = await Self.client(FakeFetching([Self.endpoint: outcome])).probe(try Self.provider())
        let problem = try #require(probe.problems.first)
        #expect(problem.contains(word))
        #expect(problem.contains(";"))
        #expect(problem.first?.isLowercase == true)
    }

    @Test func `a probe names a secret that cannot be read`() async throws {
        let fetching = FakeFetching([Self.endpoint: Samples.reply(405)])
        let probe = await Self.client(fetching, fails: true).probe(try Self.provider())
        #expect(probe.reachable)
        #expect(probe.problems == [SecretReadError.empty.description])
    }
}
