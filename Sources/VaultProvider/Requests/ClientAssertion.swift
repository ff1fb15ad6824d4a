import VaultCore
import VaultJSON

/// What a client says about itself for one request and one minute (RFC 7523 §3, OpenID Connect Core §9), before it is signed.
struct ClientAssertion {
    static let type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    static let lifeSeconds: Int64 = 60

    let algorithm: String
    let keyID: String?
    let clientID: String
    /// One text: some servers refuse a list.
    let audience: String
    let issuedAt: Timestamp
    /// Never used twice; servers refuse a second assertion of the same.
    let identifier: String

    /// 128 bits of chance.
    static func freshIdentifier() -> String {
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        return String(decoding: Base64.encodeURL(bytes), as: UTF8.self)
    }

    /// RFC 7515 §5.1: `header.payload`.
    var signingInput: [UInt8] { Base64.encodeURL(header) + [UInt8(ascii: ".")] + Base64.encodeURL(claims) }

    /// Whoever has it is the client for a minute, so it is kept like a token.
    static func signed(_ input: [UInt8], _ signature: [UInt8]) -> Secret {
        Secret(copying: input + [UInt8(ascii: ".")] + Base64.encodeURL(signature))
    }

    private var header: [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.member("alg", algorithm)
            $0.member("typ", "JWT")
            if let keyID { $0.member("kid", keyID) }
        }
        return writer.bytes
    }

    /// No `nbf`: a clock that is a second late would have it refused.
    private var claims: [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.member("iss", clientID)
            $0.member("sub", clientID)
            $0.member("aud", audience)
            $0.member("jti", identifier)
            $0.member("iat", issuedAt.seconds)
            $0.member("exp", issuedAt.seconds + Self.lifeSeconds)
        }
        return writer.bytes
    }
}
