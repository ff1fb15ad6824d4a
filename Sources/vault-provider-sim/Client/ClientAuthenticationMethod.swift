/// How the registered client may prove who it is at the token and revocation endpoints.
enum ClientAuthenticationMethod: String, CaseIterable, Sendable {
    /// `client_secret_basic` or `client_secret_post`, as the client likes.
    case any
    case clientSecretBasic = "client_secret_basic"
    case clientSecretPost = "client_secret_post"
    /// A public client: it names itself and has no secret.
    case none

    /// As a discovery document lists them.
    var advertised: [String] {
        switch self {
        case .any: [Self.clientSecretBasic.rawValue, Self.clientSecretPost.rawValue]
        case .clientSecretBasic, .clientSecretPost, .none: [rawValue]
        }
    }

    func allows(_ used: ClientAuthenticationMethod) -> Bool {
        self == used || (self == .any && used != .none)
    }
}
