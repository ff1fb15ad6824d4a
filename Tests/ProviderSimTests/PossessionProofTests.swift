import Foundation
import TestHarness
import Testing
import VaultCore
import VaultCrypto
import VaultJSON

@testable import vault_provider_sim

/// Proofs of possession (RFC 9449): each is held against its key, its request, the clock, the nonce and all that came before.
@Suite struct PossessionProofTests {
    /// RFC 8037 appendix A.
    private static let key = ProofKey(
        base64URL: Secret(copyingTextOf: "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"))
    private static let thumbprint = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    private static let now: Int64 = 1_700_000_000

    private func simulator(_ method: ClientAuthenticationMethod = .any) -> BareSimulator {
        BareSimulator {
            $0.wantsProofs = true
            $0.client.method = method
        }
    }

    private static func proof(
        by key: ProofKey? = key, _ method: String = "POST", _ path: String = "/token", id: String = UUID().uuidString,
        at: Int64 = now, more: String = "", type: String = "dpop+jwt", jwkMore: String = ""
    ) throws -> String {
        let key = try #require(key)
        let signer = SodiumClientSigner()
        let half = Base64.encodeURL(try signer.publicKey(of: key))
        let header =
            #"{"typ":"\#(type)","alg":"EdDSA","jwk":{"kty":"OKP","crv":"Ed25519","x":"\#(half)"\#(jwkMore)}}"#
        let claims =
            #"{"jti":"\#(id)","htm":"\#(method)","htu":"http://127.0.0.1:1\#(path)","iat":\#(at)\#(more)}"#
        let input = "\(Base64.encodeURL(Array(header.utf8))).\(Base64.encodeURL(Array(claims.utf8)))"
        return input + "." + Base64.encodeURL(try signer.sign(Array(input.utf8), with: key))
    }

    private func refresh(
        _ sim: BareSimulator, _ token: String, _ proof: String?, authorization: String? = BareSimulator.good
    ) -> HTTPResponse {
        let client = authorization == nil ? "&client_id=vault" : ""
        return sim.send(
            .of(
                "POST", "/token", "grant_type=refresh_token&refresh_token=\(token)\(client)",
                authorization: authorization, proof: proof))
    }

    @Test func `the key of the standard's example has the standard's thumbprint`() throws {
        #expect(try #require(PossessionProof(Self.proof())).thumbprint == Self.thumbprint)
    }

    @Test func `a good proof binds the access token, and the log names its key`() throws {
        let sim = simulator()
        let answer = refresh(sim, try sim.mint().refreshToken, try Self.proof())
        #expect(answer.status == 200)
        #expect(try answer.json()["token_type"]?.string == "DPoP")
        let entry = try sim.get("/sim/log").json()["entries"]?.elements?.first { _ in true }
        #expect(entry?["dpop_jkt"]?.string == Self.thumbprint)
    }

    @Test func `whatever is wrong with a proof, nothing is spent`() throws {
        let sim = simulator()
        let token = try sim.mint().refreshToken
        let good = try Self.proof()
        let parts = good.split(separator: ".")
        let others = try Self.proof(by: .fresh()).split(separator: ".")
        for wrong in [
            nil, "", "a.b.c", "\(parts[0]).\(parts[1])", "\(parts[0]).\(parts[1]).\(others[2])",
            "\(others[0]).\(parts[1]).\(parts[2])", try Self.proof("GET"), try Self.proof("POST", "/revoke"),
            try Self.proof(at: Self.now - 61), try Self.proof(at: Self.now + 61), try Self.proof(type: "JWT"),
            try Self.proof(jwkMore: #","d":"x""#),
        ] {
            let answer = refresh(sim, token, wrong)
            #expect(answer.status == 400 && answer.error == "invalid_dpop_proof", "\(wrong ?? "none")")
        }
        #expect(refresh(sim, token, good).status == 200)
    }

    @Test func `a proof that comes twice is refused`() throws {
        let sim = simulator()
        let proof = try Self.proof()
        #expect(refresh(sim, try sim.mint().refreshToken, proof).status == 200)
        #expect(refresh(sim, try sim.mint().refreshToken, proof).error == "invalid_dpop_proof")
    }

    @Test func `a nonce that is wanted is told, and only a proof with the newest one is taken`() throws {
        let sim = simulator()
        let token = try sim.mint().refreshToken
        #expect(sim.post("/sim/dpop", #"{"require_nonce":true}"#).status == 200)
        let first = refresh(sim, token, try Self.proof())
        #expect(first.status == 400 && first.error == "use_dpop_nonce")
        let nonce = try #require(first.headers.first { $0.name == "DPoP-Nonce" }).value
        #expect(sim.post("/sim/dpop", #"{"require_nonce":true}"#).status == 200)
        #expect(refresh(sim, token, try Self.proof(more: #","nonce":"\#(nonce)""#)).error == "use_dpop_nonce")
        #expect(sim.post("/sim/dpop", #"{"tell_nonce":false}"#).status == 200)
        let untold = refresh(sim, token, try Self.proof())
        #expect(untold.error == "use_dpop_nonce" && !untold.headers.contains { $0.name == "DPoP-Nonce" })
        #expect(refresh(sim, token, try Self.proof(more: #","nonce":"nonce-2""#)).status == 200)
    }

    @Test func `a public client's refresh token is good with its key alone, another client's with any`() throws {
        let sim = simulator(.none)
        let first = refresh(sim, try sim.mint().refreshToken, try Self.proof(), authorization: nil)
        let bound = try #require(try first.json()["refresh_token"]?.string)
        let refused = refresh(sim, bound, try Self.proof(by: .fresh()), authorization: nil)
        #expect(refused.error == "invalid_grant")
        #expect(refresh(sim, bound, try Self.proof(), authorization: nil).status == 200)

        let other = simulator()
        let next = refresh(other, try other.mint().refreshToken, try Self.proof())
        let free = try #require(try next.json()["refresh_token"]?.string)
        #expect(refresh(other, free, try Self.proof(by: .fresh())).status == 200)
    }

    @Test func `a mint can be bound to a key like a sign-in`() throws {
        let sim = simulator(.none)
        let token = try sim.mint(#","dpop_jkt":"\#(Self.thumbprint)""#).refreshToken
        #expect(refresh(sim, token, try Self.proof(by: .fresh()), authorization: nil).error == "invalid_grant")
        #expect(refresh(sim, token, try Self.proof(), authorization: nil).status == 200)
    }

    @Test func `a bound access token is good with a proof for it alone`() throws {
        let sim = simulator()
        let answer = refresh(sim, try sim.mint().refreshToken, try Self.proof())
        let token = try #require(try answer.json()["access_token"]?.string)
        let digest = Base64.encodeURL(SodiumClientSigner().digest(of: Secret(copyingTextOf: token)))
        func use(_ scheme: String, _ proof: String?) -> Int {
            sim.send(.of("GET", "/userinfo", "", authorization: "\(scheme) \(token)", proof: proof)).status
        }
        let right = #","ath":"\#(digest)""#
        #expect(use("Bearer", nil) == 401)
        #expect(use("Bearer", try Self.proof("GET", "/userinfo", more: right)) == 401)
        #expect(use("DPoP", try Self.proof("GET", "/userinfo")) == 401)
        #expect(use("DPoP", try Self.proof("GET", "/userinfo", more: #","ath":"x""#)) == 401)
        #expect(use("DPoP", try Self.proof(by: .fresh(), "GET", "/userinfo", more: right)) == 401)
        #expect(use("DPoP", try Self.proof("GET", "/userinfo", more: right)) == 200)
    }

    @Test func `a server that was not started for it takes no notice`() throws {
        let sim = BareSimulator()
        let answer = refresh(sim, try sim.mint().refreshToken, "nonsense")
        #expect(try answer.json()["token_type"]?.string == "Bearer")
        #expect(sim.post("/sim/dpop", #"{"require_nonce":true}"#).status == 400)
    }
}
