import VaultCore

/// Where an issuer's metadata is: after the path (OIDC Discovery §4), or between host and path (RFC 8414 §3.1).
enum WellKnown {
    /// In the order in which they are tried; nil for an issuer that no metadata may be taken from.
    static func addresses(of issuer: String) -> [String]? {
        guard EndpointRule.allows(issuer), !issuer.contains("?"), let slashes = issuer.utf8.firstPlace(of: "://".utf8)
        else { return nil }
        let bare = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
        let rest = bare[slashes.upperBound...]
        let pathStart = rest.firstIndex(of: "/") ?? rest.endIndex
        let origin = bare[..<pathStart]
        let path = bare[pathStart...]
        return [
            bare + "/.well-known/openid-configuration",
            origin + "/.well-known/oauth-authorization-server" + path,
        ]
    }
}
