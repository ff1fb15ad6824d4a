import VaultJSON

/// A client's assertion as it came (RFC 7523 §2.2): taken apart, and nothing of it believed yet.
struct Assertion {
    static let type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    /// Seconds; who asks for more than this keeps a spare key in circulation.
    static let longestLife: Int64 = 300

    let algorithm: String?
    /// What the signature is over.
    let signed: [UInt8]
    let signature: [UInt8]
    private let claims: JSONValue

    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Self.object(parts[0]), let claims = Self.object(parts[1]),
            let signature = Base64.decodeURL(parts[2])
        else { return nil }
        algorithm = header["alg"]?.string
        signed = Array("\(parts[0]).\(parts[1])".utf8)
        self.signature = signature
        self.claims = claims
    }

    var issuer: String? { claims["iss"]?.string }
    var subject: String? { claims["sub"]?.string }
    /// A list of audiences is refused, as some servers do.
    var audience: String? { claims["aud"]?.string }
    var identifier: String? { claims["jti"]?.string }

    func holds(at now: Int64) -> Bool {
        guard let issued = claims["iat"]?.integer, let end = claims["exp"]?.integer else { return false }
        let begin = claims["nbf"].map(\.integer) ?? issued
        return issued <= now && begin.map { $0 <= now } ?? false && now < end && end - issued <= Self.longestLife
    }

    /// One part of a signed text as a JSON object.
    static func object(_ part: Substring) -> JSONValue? {
        guard let bytes = Base64.decodeURL(part), let root = (try? JSONDocument(parsing: bytes))?.root,
            root.kind == .object
        else { return nil }
        return root
    }
}
