import Foundation
import TestHarness
import Testing
import VaultCore
import VaultCrypto
import VaultFetchWire
import VaultJSON
import VaultTestSupport

@testable import VaultProvider

/// Proofs of possession (RFC 9449): what is said in them, who signs them, and what a server's nonces cost.
@Suite struct PossessionProofTests {
    /// RFC 8037 appendix A.
    private static let key = ProofKey(
        base64URL: Secret(copyingTextOf: "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"))
    private static let half = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"

    private func client(_ fetching: any Fetching) -> OAuthProviderClient {
        let clock = ManualClock()
        return OAuthProviderClient(
            fetching: fetching,
            secrets: SecretCache(clock: clock) { (_) throws(SecretReadError) in
                Secret(copyingTextOf: String(repeating: "s", count: 32))
            }, signer: SodiumClientSigner(), clock: clock)
    }

    private func provider(_ change: (inout ProviderSettings) -> Void = { _ in }) throws -> ProviderSettings {
        try Samples.provider {
            $0.authentication = .none
            $0.usesDPoP = true
            change(&$0)
        }
    }

    private func refresh(
        _ client: OAuthProviderClient, _ provider: ProviderSettings, key: ProofKey? = key
    ) async -> RefreshOutcome {
        await client.refresh(
            RefreshRequest(
                provider: provider, refreshToken: Secret(copyingTextOf: "rt"), scopes: nil, proofKey: key))
    }

    @Test func `a refresh says for which request it is, and shows the public half of its key alone`() async throws {
        let server = NonceServer()
        let provider = try provider { $0.tokenEndpoint = "https://id.example/token?tenant=1" }
        guard case .refreshed(let tokens) = await refresh(client(server), provider) else {
            Issue.record("no tokens")
            return
        }
        #expect(tokens.type == .dpop)
        let sent = try #require(server.sent.first)
        #expect(server.sent.count == 1)
        #expect(sent.header["typ"]?.string == "dpop+jwt")
        #expect(sent.header["alg"]?.string == "EdDSA")
        let names = sent.header["jwk"]?.members?.compactMap(\.name.string)
        #expect(names == ["kty", "crv", "x"])
        #expect(sent.header["jwk"]?["x"]?.string == Self.half)
        #expect(sent.claims.members?.compactMap(\.name.string) == ["jti", "htm", "htu", "iat"])
        #expect(sent.claims["htm"]?.string == "POST")
        #expect(sent.claims["htu"]?.string == "https://id.example/token")
        #expect(sent.claims["iat"]?.integer == ManualClock().now().seconds)
    }

    @Test func `openssl finds the signature good, and of another text not`() async throws {
        let server = NonceServer()
        _ = await refresh(client(server), try provider())
        let parts = try #require(server.sent.first).text.split(separator: ".").map(String.init)
        let folder = try TemporaryFolder()
        // SubjectPublicKeyInfo of RFC 8410 §4 around the public half.
        let header: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
        let half = try #require(Base64.decodeURL(Array(Self.half.utf8)[...]))
        try Data(header + half).write(to: URL(fileURLWithPath: folder.file("key.der")))
        let signature = try #require(Base64.decodeURL(Array(parts[2].utf8)[...]))
        try Data(signature).write(to: URL(fileURLWithPath: folder.file("signature")))
        for (text, isGood) in [("\(parts[0]).\(parts[1])", true), ("\(parts[0]).\(parts[1])A", false)] {
            try folder.write(text, to: "text")
            let answer = try await Program.run(
                "/usr/bin/openssl",
                [
                    "pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER", "-inkey", folder.file("key.der"),
                    "-sigfile", folder.file("signature"), "-in", folder.file("text"),
                ])
            #expect((answer.ending == .exit(0)) == isGood)
        }
    }

    @Test func `without a key there is no proof`() async throws {
        let server = NonceServer()
        _ = await refresh(client(server), try provider(), key: nil)
        #expect(server.sent.isEmpty)
        #expect(server.withoutProof == 1)
    }

    @Test func `a nonce that the server wants is sent at once, with the same token and everything else fresh`()
        async throws
    {
        let server = NonceServer("n1")
        let provider = try provider {
            $0.authentication = .clientSecretJWT
            $0.clientSecrets = [.environment(variable: "UNUSED")]
        }
        #expect(await refresh(client(server), provider).word.hasPrefix("refreshed at"))
        let sent = server.sent
        #expect(sent.map { $0.claims["nonce"]?.string } == [nil, "n1"])
        #expect(Set(sent.map { $0.claims["jti"]?.string }).count == 2)
        let assertions = sent.compactMap { SentAssertion($0.body) }
        #expect(assertions.map { $0.fields["refresh_token"] } == ["rt", "rt"])
        #expect(Set(assertions.map { $0.claims["jti"]?.string }).count == 2)
    }

    @Test func `the newest nonce is remembered, also where it came with a success`() async throws {
        let server = NonceServer("n1", "n1", "n2")
        let (client, provider) = (client(server), try provider())
        _ = await refresh(client, provider)
        #expect(server.sent.map { $0.claims["nonce"]?.string } == [nil, "n1"])
        _ = await refresh(client, provider)
        #expect(server.sent.map { $0.claims["nonce"]?.string } == [nil, "n1", "n2"])
    }

    @Test func `a server that is never content is asked twice, and condemns nothing`() async throws {
        let server = NonceServer("n1", "n2", "n3", "n4")
        guard case .transient(.badAnswer, _) = await refresh(client(server), try provider()) else {
            Issue.record("not a bad answer")
            return
        }
        #expect(server.sent.count == 2)
    }

    @Test func `a nonce that is wanted and not told is a bad answer, and nothing is sent again`() async throws {
        let server = NonceServer("n1", tells: false)
        guard case .transient(.badAnswer, _) = await refresh(client(server), try provider()) else {
            Issue.record("not a bad answer")
            return
        }
        #expect(server.sent.count == 1)
    }

    @Test func `where the entry does not say dpop, a server that wants it finds the registration at fault`()
        async throws
    {
        let fetching = FakeFetching([
            "https://id.example/token": .response(
                FetchReply(
                    status: 400, contentType: "application/json", dpopNonce: "n1",
                    body: Samples.body(#"{"error":"use_dpop_nonce"}"#)))
        ])
        let outcome = await refresh(client(fetching), try provider { $0.usesDPoP = false }, key: nil)
        #expect(outcome.word == "client use_dpop_nonce")
        #expect(fetching.requests.count == 1)
    }

    @Test func `several client secrets are asked about with proofs too`() async throws {
        let server = NonceServer("n1", success: #"{"error":"invalid_grant"}"#)
        let provider = try provider {
            $0.authentication = .clientSecretPost
            $0.clientSecrets = [.environment(variable: "A"), .environment(variable: "B")]
        }
        _ = await client(server).obstacle(at: provider)
        #expect(server.withoutProof == 0)
        #expect(server.sent.count > 1)
        #expect(server.sent.allSatisfy { $0.header["jwk"]?["x"]?.string != Self.half })
    }

    @Test func `a proof for an API is for one request and one token`() throws {
        let key = try #require(Self.key)
        let target = try ProofTarget(method: "GET", url: "https://api.example/a?b=c#d", nonce: "n9")
        let proof = try client(FakeFetching([:])).proof(
            for: target, of: Secret(copyingTextOf: "abc"), by: key)
        let parts = try #require(Samples.text(proof)).split(separator: ".")
        let bytes = try #require(Base64.decodeURL(Array(parts[1].utf8)[...]))
        let claims = try JSONDocument(parsing: bytes).root
        #expect(claims["htm"]?.string == "GET")
        #expect(claims["htu"]?.string == "https://api.example/a")
        #expect(claims["nonce"]?.string == "n9")
        // base64url of SHA-256("abc").
        #expect(claims["ath"]?.string == "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0")
    }
}
