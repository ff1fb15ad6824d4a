import VaultCore
import VaultFetchWire
import VaultJSON

/// Reads whom an `id_token` speaks of. Its signature is not checked: it came from the token endpoint over TLS, which
/// OIDC Core §3.1.3.7 accepts instead.
enum IdentityToken {
    private static let longestName = 255

    /// `.none` where there is no token or it does not parse: then the pin has nothing to compare with.
    static func pin(_ token: Secret?) -> SubjectPin {
        guard let token, let claims = claims(of: token) else { return .none }
        return SubjectPin(sub: name("sub", claims), tenant: name("tid", claims))
    }

    private static func claims(of token: Secret) -> JSONAnswer? {
        let payload = token.withBytes { bytes -> [UInt8]? in
            let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            return parts.count == 3 ? Base64.decodeURL(Array(parts[1])[...]) : nil
        }
        return payload.flatMap { JSONAnswer(WipedBytes(copying: $0)) }
    }

    private static func name(_ claim: String, _ claims: JSONAnswer) -> String? {
        guard let name = claims.text(claim), 1...longestName ~= name.utf8.count else { return nil }
        return name
    }
}
