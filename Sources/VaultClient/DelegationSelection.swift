import VaultJSON

/// How a caller names the delegation that it means.
public enum DelegationSelection: Sendable {
    /// By its id: `vdi_…`.
    case id(String)
    /// By the secret itself: `vdl_…`.
    case secret(SecretText)

    func write(to writer: inout JSONWriter) {
        switch self {
        case .id(let id): writer.member("id", id)
        case .secret(let secret): writer.member("delegation", secret: secret)
        }
    }
}
