/// How the registered client may prove who it is at the token and revocation endpoints.
enum ClientAuthenticationMethod: String, CaseIterable, Sendable {
    /// `client_secret_basic` or `client_secret_post`, as the client likes.
    case any
    case clientSecretBasic = "client_secret_basic"
    case clientSecretPost = "client_secret_post"
    /// An assertion under the client secret, HS256.
    case clientSecretJWT = "client_secret_jwt"
    /// An assertion under the client's Ed25519 key.
    case privateKeyJWT = "private_key_jwt"
    /// A public client: it names itself and has no secret.
    case none

    /// As a discovery document lists them.
    var advertised: [String] {
        switch self {
        case .any: [Self.clientSecretBasic.rawValue, Self.clientSecretPost.rawValue]
        case .clientSecretBasic, .clientSecretPost, .clientSecretJWT, .privateKeyJWT, .none: [rawValue]
        }
    }

    /// The algorithm of its assertions; nil where there are none.
    var algorithm: String? {
        switch self {
        case .clientSecretJWT: "HS256"
        case .privateKeyJWT: "EdDSA"
        case .any, .clientSecretBasic, .clientSecretPost, .none: nil
        }
    }

    func allows(_ used: ClientAuthenticationMethod) -> Bool {
        self == used || (self == .any && advertised.contains(used.rawValue))
    }
}
