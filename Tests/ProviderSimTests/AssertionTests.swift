import Foundation
import TestHarness
import Testing
import VaultCore
import VaultCrypto
import VaultJSON

@testable import vault_provider_sim

/// A client that proves itself by assertions: each is held against the signature, the clock, the server's name and all that came
/// before.
@Suite struct AssertionTests {
    private static let secret = String(repeating: "s", count: 32)
    /// RFC 8410 §10.3 and §10.1.
    private static let key = Secret(
        copyingTextOf:
            "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----"
    )
    private static let publicKey = Ed25519PublicKey(
        pem: Array(
            "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----"
                .utf8))
    private static let now = 1_700_000_000

    private func simulator(_ method: ClientAuthenticationMethod, burns: Bool = false) -> BareSimulator {
        BareSimulator {
            $0.client.method = method
            $0.client.secret = Array(Self.secret.utf8)
            $0.client.publicKey = Self.publicKey
            $0.burnsOnWrongClient = burns
        }
    }

    private static func claims(_ more: String = "") -> String {
        claims(more, "\"aud\":\"http://127.0.0.1:1/token\"")
    }

    private static func claims(_ more: String, _ audience: String, id: String = UUID().uuidString) -> String {
        "{\"iss\":\"vault\",\"sub\":\"vault\",\(audience),\"jti\":\"\(id)\",\"iat\":\(now),\"exp\":\(now + 60)\(more)}"
    }

    /// The fields of a request with this assertion.
    private static func fields(_ claims: String, algorithm: String = "HS256", secret: String = secret) throws -> String
    {
        let input = Array(
            "\(Base64.encodeURL(Array("{\"alg\":\"\(algorithm)\"}".utf8))).\(Base64.encodeURL(Array(claims.utf8)))".utf8
        )
        let signer = SodiumClientSigner()
        let signature =
            try algorithm == "EdDSA"
            ? signer.sign(input, withPrivateKey: key)
            : signer.sign(input, withSecret: Secret(copyingTextOf: secret))
        return "&client_id=vault&client_assertion_type=\(FormFields.encode(Assertion.type))&client_assertion="
            + String(decoding: input, as: UTF8.self) + "." + Base64.encodeURL(signature)
    }

    private func status(_ sim: BareSimulator, _ fields: String) throws -> Int {
        let token = try sim.mint().refreshToken
        let response = sim.refresh(token, fields, authorization: nil)
        #expect(response.status == 200 || response.error == "invalid_client")
        return response.status
    }

    @Test func `a good assertion is taken, for either endpoint and by either name of the server`() throws {
        for (method, algorithm) in [(ClientAuthenticationMethod.clientSecretJWT, "HS256"), (.privateKeyJWT, "EdDSA")] {
            let sim = simulator(method)
            #expect(try status(sim, Self.fields(Self.claims(), algorithm: algorithm)) == 200)
            let issuer = Self.claims("", "\"aud\":\"http://127.0.0.1:1\"")
            #expect(try status(sim, Self.fields(issuer, algorithm: algorithm)) == 200)
            let minted = try sim.mint()
            let body = try "token=\(minted.refreshToken)" + Self.fields(Self.claims(), algorithm: algorithm)
            #expect(sim.post("/revoke", body, authorization: nil).status == 200)
        }
    }

    @Test func `an assertion that comes twice is refused`() throws {
        let sim = simulator(.clientSecretJWT)
        let fields = try Self.fields(Self.claims())
        #expect(try status(sim, fields) == 200)
        #expect(try status(sim, fields) == 401)
    }

    @Test func `an assertion is refused as soon as it is over`() throws {
        let sim = simulator(.clientSecretJWT)
        sim.now += 59_000_000
        #expect(try status(sim, Self.fields(Self.claims())) == 200)
        sim.now += 1_000_000
        #expect(try status(sim, Self.fields(Self.claims())) == 401)
    }

    @Test(arguments: [
        claims("", "\"aud\":\"http://127.0.0.1:1/other\""), claims("", "\"aud\":[\"http://127.0.0.1:1/token\"]"),
        claims("").replacing("\"iss\":\"vault\"", with: "\"iss\":\"other\""),
        claims("").replacing("\"sub\":\"vault\"", with: "\"sub\":\"other\""),
        claims("").replacing("\"jti\"", with: "\"other\""), claims(",\"nbf\":\(now + 1)"),
        claims("").replacing("\"iat\":\(now)", with: "\"iat\":\(now + 1)"),
        claims("").replacing("\"exp\":\(now + 60)", with: "\"exp\":\(now + 301)"),
    ])
    func `claims that do not hold are refused`(claims: String) throws {
        #expect(try status(simulator(.clientSecretJWT), Self.fields(claims)) == 401)
    }

    @Test func `another secret, another algorithm, no signature or no assertion at all are refused`() throws {
        let sim = simulator(.clientSecretJWT)
        let other = String(repeating: "t", count: 32)
        #expect(try status(sim, Self.fields(Self.claims(), secret: other)) == 401)
        #expect(try status(sim, Self.fields(Self.claims(), algorithm: "EdDSA")) == 401)
        #expect(try status(sim, Self.fields(Self.claims(), algorithm: "none")) == 401)
        #expect(try status(sim, String(Self.fields(Self.claims()).prefix { $0 != "." }) + "..") == 401)
        #expect(try status(sim, "&client_id=vault&client_secret=\(Self.secret)") == 401)
        #expect(try status(simulator(.any), Self.fields(Self.claims())) == 401)
        let keyed = simulator(.privateKeyJWT)
        #expect(try status(keyed, Self.fields(Self.claims(), algorithm: "HS256")) == 401)
    }

    @Test func `a refresh token that comes with wrong credentials is burnt where the switch says so`() throws {
        for burns in [true, false] {
            let sim = simulator(.any, burns: burns)
            let good = "Basic " + Data("vault:\(Self.secret)".utf8).base64EncodedString()
            let minted = try sim.mint()
            #expect(sim.refresh(minted.refreshToken, authorization: "Basic dmF1bHQ6eA==").status == 401)
            #expect(sim.refresh(minted.refreshToken, authorization: good).status == (burns ? 400 : 200))
            #expect(sim.get("/sim/lineages").text.contains("\"fate\":\"\(burns ? "burnt" : "alive")\""))
        }
    }

    @Test func `a client that gets another secret loses the old one`() throws {
        let sim = simulator(.any)
        let header = { (secret: String) in "Basic " + Data("vault:\(secret)".utf8).base64EncodedString() }
        #expect(sim.post("/sim/client", "{\"secret\":\"new\"}").status == 200)
        let minted = try sim.mint()
        #expect(sim.refresh(minted.refreshToken, authorization: header(Self.secret)).status == 401)
        #expect(sim.refresh(minted.refreshToken, authorization: header("new")).status == 200)
        #expect(sim.post("/sim/client", "{}").status == 400)
    }
}
