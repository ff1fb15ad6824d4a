import Testing
import VaultCore

@testable import VaultWire

/// The key that comes with a grant, and the request that a proof is asked for.
@Suite struct ProofRequestTests {
    /// RFC 8037 appendix A.
    private static let key = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"

    private func target(_ proof: String) throws -> ProofTarget? {
        guard case .tokenGet(let get) = try request(.tokenGet, #"{"subject":"s","provider":"p","proof":\#(proof)}"#)
        else { return nil }
        return get.proof
    }

    @Test func `a proof is asked for by method and address, without query and fragment`() throws {
        let wanted = try target(#"{"method":"GET","url":"https://api.example/a?b#c","nonce":"n"}"#)
        #expect(wanted?.method == "GET" && wanted?.url == "https://api.example/a" && wanted?.nonce == "n")
        #expect(try target(#"{"method":"post","url":"http://[::1]:8080","more":1}"#)?.nonce == nil)
        #expect(try target("null") == nil)
        guard
            case .tokenRedeem(let redemption) = try request(
                .tokenGet, #"{"delegation":"vdl_x","proof":{"method":"GET","url":"https://api.example"}}"#)
        else {
            Issue.record("another request")
            return
        }
        #expect(redemption.proof?.url == "https://api.example")
    }

    @Test(arguments: [
        ("[]", "proof"), (#"{"url":"https://a.example"}"#, "proof.method"),
        (#"{"method":"","url":"https://a.example"}"#, "proof.method"),
        (#"{"method":"GET /","url":"https://a.example"}"#, "proof.method"),
        (#"{"method":"GET"}"#, "proof.url"), (#"{"method":"GET","url":"/a"}"#, "proof.url"),
        (#"{"method":"GET","url":"ftp://a.example"}"#, "proof.url"),
        (#"{"method":"GET","url":"https:///a"}"#, "proof.url"),
        (#"{"method":"GET","url":"https://me@a.example"}"#, "proof.url"),
        (#"{"method":"GET","url":"https://a.example/ü"}"#, "proof.url"),
        (#"{"method":"GET","url":"https://a.example/a b"}"#, "proof.url"),
        (#"{"method":"GET","url":"https://a.example","nonce":""}"#, "proof.nonce"),
        (#"{"method":"GET","url":"https://a.example","nonce":"a\"b"}"#, "proof.nonce"),
        (#"{"method":"GET","url":"https://a.example","nonce":7}"#, "proof.nonce"),
    ])
    func `what is no request is refused by its member`(proof: String, field: String) {
        #expect { try target(proof) } throws: { ($0 as? InvalidValue)?.field == field }
    }

    @Test func `a grant's key is 32 bytes in base64url, and a wrong one is not quoted`() throws {
        func put(_ key: String) throws -> GrantPut? {
            let text = #"{"subject":"s","provider":"p","refresh_token":"r","dpop_key":"\#(key)"}"#
            guard case .grantPut(let put) = try request(.grantPut, text) else { return nil }
            return put
        }
        #expect(try put(Self.key)?.proofKey?.seed.count == 32)
        for wrong in [String(Self.key.dropLast()), Self.key + "=", String(Self.key.dropLast()) + "B"] {
            #expect { try put(wrong) } throws: {
                guard let error = $0 as? InvalidValue else { return false }
                return error.field == "dpop_key" && !error.problem.contains(wrong)
            }
        }
    }
}
