/// What a request was addressed to; faults choose by it.
enum Endpoint: String, CaseIterable, Sendable {
    case token
    case revoke
    case discovery
    case userinfo
    /// GitHub's way to end an access token, for profiles that have it.
    case deletion

    init?(path: String) {
        switch path {
        case "/token": self = .token
        case "/revoke": self = .revoke
        case "/userinfo": self = .userinfo
        case "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server": self = .discovery
        case _ where path.hasPrefix("/applications/") && path.hasSuffix("/token"): self = .deletion
        default: return nil
        }
    }

    var method: String {
        switch self {
        case .token, .revoke: "POST"
        case .discovery, .userinfo: "GET"
        case .deletion: "DELETE"
        }
    }
}
