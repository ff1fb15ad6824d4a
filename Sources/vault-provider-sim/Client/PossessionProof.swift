import VaultCrypto
import VaultJSON

/// A proof that its sender has a key (RFC 9449 §4.2), as it came: taken apart, its signature checked, and nothing else believed.
struct PossessionProof {
    /// Seconds that its time may be off, either way.
    static let tolerance: Int64 = 60

    /// Of the key in it (RFC 7638), which names the key from then on.
    let thumbprint: String
    private let claims: JSONValue

    /// Nil for what is none, or is not signed with the key that it names.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Assertion.object(parts[0]), let claims = Assertion.object(parts[1]),
            let signature = Base64.decodeURL(parts[2]), let jwk = header["jwk"],
            header["typ"]?.string == "dpop+jwt", header["alg"]?.string == "EdDSA", jwk["kty"]?.string == "OKP",
            jwk["crv"]?.string == "Ed25519", jwk["d"] == nil, let half = jwk["x"]?.string,
            let key = Base64.decodeURL(half[...]).flatMap({ Ed25519PublicKey($0) }),
            key.isSignature(signature, of: Array("\(parts[0]).\(parts[1])".utf8))
        else { return nil }
        thumbprint = Self.digest("{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"\(half)\"}")
        self.claims = claims
    }

    var identifier: String? { claims["jti"]?.string }
    var nonce: String? { claims["nonce"]?.string }

    func isFor(_ method: String, _ url: String) -> Bool {
        claims["htm"]?.string == method && claims["htu"]?.string == url
    }

    func isFor(accessToken: String) -> Bool { claims["ath"]?.string == Self.digest(accessToken) }

    func isFresh(at seconds: Int64) -> Bool {
        claims["iat"]?.integer.map { abs($0 - seconds) <= Self.tolerance } ?? false
    }

    private static func digest(_ text: String) -> String {
        Base64.encodeURL(Array(text.utf8).withUnsafeBytes(SHA256Hasher.digest))
    }
}
