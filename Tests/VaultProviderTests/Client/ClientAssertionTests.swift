import Testing
import VaultCore
import VaultCrypto
import VaultJSON
import VaultFetchWire
import VaultTestSupport

@testable import VaultProvider

/// A client that proves itself by an assertion: what is said in it, who signs it, and that nothing leaves without it.
@Suite struct ClientAssertionTests {
    private static let endpoint = "https://id.example/token"
    private static let revocation = "https://id.example/revoke"
    private static let secret = Secret(copyingTextOf: String(repeating: "s", count: 32))
    /// RFC 8410 §10.3.
    private static let key = Secret(
        copyingTextOf: """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            -----END PRIVATE KEY-----
            """)
    private static let publicKey = Ed25519PublicKey(
        pem: Array(
            "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----"
                .utf8))

    private let fetching = FakeFetching([
        endpoint: Samples.reply(200, #"{"access_token":"at"}"#), revocation: Samples.reply(200),
    ])

    private func client(_ secret: Secret) -> OAuthProviderClient {
        let clock = ManualClock()
        return OAuthProviderClient(
            fetching: fetching, secrets: SecretCache(clock: clock) { (_) throws(SecretReadError) in secret },
            signer: SodiumClientSigner(), clock: clock)
    }

    private func provider(
        _ authentication: ClientAuthentication, _ change: (inout ProviderSettings) -> Void = { _ in }
    ) throws -> ProviderSettings {
        try Samples.provider {
            $0.authentication = authentication
            $0.revocationEndpoint = Self.revocation
            let source = SecretSource.environment(variable: "UNUSED")
            if authentication == .privateKeyJWT { $0.privateKey = source } else { $0.clientSecrets = [source] }
            change(&$0)
        }
    }

    private func refresh(_ client: OAuthProviderClient, _ provider: ProviderSettings) async -> String {
        await client.refresh(
            RefreshRequest(provider: provider, refreshToken: Secret(copyingTextOf: "rt"), scopes: nil)
        ).word
    }

    private func revoke(_ client: OAuthProviderClient, _ provider: ProviderSettings) async -> RevocationOutcome {
        await client.revoke(RevocationRequest(provider: provider, refreshToken: Secret(copyingTextOf: "rt")))
    }

    @Test func `a secret signs what the client says about itself for a minute`() async throws {
        #expect(await refresh(client(Self.secret), try provider(.clientSecretJWT)) == "refreshed at 300")
        let sent = try #require(SentAssertion(fetching.bodies[0]))
        #expect(
            sent.fields["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        #expect(sent.fields["client_id"] == "app" && sent.fields["client_secret"] == nil)
        #expect(sent.header == #"{"alg":"HS256","typ":"JWT"}"#)
        #expect(sent.names == ["iss", "sub", "aud", "jti", "iat", "exp"])
        #expect(sent.claims["iss"]?.string == "app" && sent.claims["sub"]?.string == "app")
        #expect(sent.claims["aud"]?.string == Self.endpoint)
        #expect(sent.claims["iat"]?.integer == 1_700_000_000 && sent.claims["exp"]?.integer == 1_700_000_060)
        #expect(Self.secret.withBytes { HMACSHA256.isTag(sent.signature, of: sent.signed, key: $0) })
        #expect(fetching.requests[0].headers.allSatisfy { $0.name != "Authorization" })
    }

    @Test func `a key signs, and is named where it has a name`() async throws {
        let client = client(Self.key)
        _ = await refresh(client, try provider(.privateKeyJWT))
        _ = await refresh(client, try provider(.privateKeyJWT) { $0.keyID = "k\"1" })
        let sent = try fetching.bodies.map { try #require(SentAssertion($0)) }
        #expect(
            sent.map(\.header) == [
                #"{"alg":"EdDSA","typ":"JWT"}"#, #"{"alg":"EdDSA","typ":"JWT","kid":"k\"1"}"#,
            ])
        let key = try #require(Self.publicKey)
        #expect(sent.allSatisfy { key.isSignature($0.signature, of: $0.signed) })
    }

    @Test func `no two assertions have one identifier`() async throws {
        let client = client(Self.secret)
        let provider = try provider(.clientSecretJWT)
        for _ in 0..<8 { _ = await refresh(client, provider) }
        _ = await revoke(client, provider)
        let identifiers = fetching.bodies.compactMap { SentAssertion($0)?.claims["jti"]?.string }
        #expect(identifiers.count == 9 && Set(identifiers).count == 9)
        #expect(identifiers.allSatisfy { $0.utf8.count == 22 })
    }

    @Test func `the audience is the token endpoint, also for a revocation, unless the entry says otherwise`()
        async throws
    {
        let client = client(Self.secret)
        #expect(await revoke(client, try provider(.clientSecretJWT)) == .revoked)
        let issuer = try provider(.clientSecretJWT) { $0.assertionAudience = .named("https://id.example") }
        #expect(await revoke(client, issuer) == .revoked)
        #expect(await refresh(client, issuer) == "refreshed at 300")
        let asked = try provider(.clientSecretJWT) { $0.assertionAudience = .askedEndpoint }
        #expect(await revoke(client, asked) == .revoked)
        #expect(await refresh(client, asked) == "refreshed at 300")
        let audiences = fetching.bodies.map { SentAssertion($0)?.claims["aud"]?.string }
        #expect(
            audiences == [
                Self.endpoint, "https://id.example", "https://id.example", Self.revocation, Self.endpoint,
            ])
        #expect(
            fetching.urls == [Self.revocation, Self.revocation, Self.endpoint, Self.revocation, Self.endpoint])
    }

    @Test(arguments: [ClientAuthentication.clientSecretJWT, .privateKeyJWT])
    func `without a usable key nothing is sent, and it is no fault of the grant`(
        authentication: ClientAuthentication
    ) async throws {
        let client = client(Secret(copyingTextOf: "short"))
        let provider = try provider(authentication)
        #expect(await refresh(client, provider) == "client -")
        #expect(await revoke(client, provider) == .retry(.unreachable, afterSeconds: nil))
        #expect(fetching.urls.isEmpty)
        let problem: ClientKeyProblem = authentication == .privateKeyJWT ? .noPrivateKey : .secretTooShort
        #expect(await client.probe(provider).problems == [problem.description])
        #expect(fetching.bodies == [""])
    }
}
