import VaultCore
import VaultJSON

/// What says that its sender has a key, for one request and a moment (RFC 9449 §4.2), before it is signed.
struct PossessionProof {
    let publicKey: [UInt8]
    let target: ProofTarget
    let issuedAt: Timestamp
    /// Never used twice; servers refuse a second proof of the same.
    let identifier: String
    /// SHA-256 of the access token that it goes with; nil at the token endpoint.
    var tokenDigest: [UInt8]?

    /// RFC 7515 §5.1: `header.payload`.
    var signingInput: [UInt8] { Base64.encodeURL(header) + [UInt8(ascii: ".")] + Base64.encodeURL(claims) }

    private var header: [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.member("typ", "dpop+jwt")
            $0.member("alg", "EdDSA")
            // RFC 8037 §2; a private member here would give the key away.
            $0.member(
                "jwk",
                object: {
                    $0.member("kty", "OKP")
                    $0.member("crv", "Ed25519")
                    $0.member("x", Self.text(publicKey))
                })
        }
        return writer.bytes
    }

    private var claims: [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.member("jti", identifier)
            $0.member("htm", target.method)
            $0.member("htu", target.url)
            $0.member("iat", issuedAt.seconds)
            if let nonce = target.nonce { $0.member("nonce", nonce) }
            if let tokenDigest { $0.member("ath", Self.text(tokenDigest)) }
        }
        return writer.bytes
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: Base64.encodeURL(bytes), as: UTF8.self) }
}
