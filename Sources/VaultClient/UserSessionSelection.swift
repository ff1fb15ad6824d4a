import VaultJSON

/// Which session is meant.
public enum UserSessionSelection: Sendable {
    /// By its id, `vsi_…`.
    case id(String)
    /// By the secret of the cookie, `vse_…`.
    case secret(SecretText)

    func write(to writer: inout JSONWriter) {
        switch self {
        case .id(let id): writer.member("id", id)
        case .secret(let secret): writer.member("session", secret: secret)
        }
    }
}
