import VaultCore

/// Why a request was not even made; nothing has left this machine.
enum PreparationError: Error {
    case secret(SecretReadError)
    case key(ClientKeyProblem)
    case metadata(MetadataError)

    var refreshOutcome: RefreshOutcome {
        switch self {
        // A token sent with a wrong secret can be burnt by that, so without the secret nothing is sent.
        case .secret, .key: .clientFault(nil)
        case .metadata(let error) where error.isMisconfiguration: .clientFault(nil)
        case .metadata(.malformed): .transient(.badAnswer, retryAfterSeconds: nil)
        case .metadata: .transient(.unreachable, retryAfterSeconds: nil)
        }
    }

    /// The queue tries again later in any case: the operator may mend the configuration until then.
    var revocationOutcome: RevocationOutcome {
        switch self {
        case .secret, .key: .retry(.unreachable, afterSeconds: nil)
        case .metadata(.malformed): .retry(.badAnswer, afterSeconds: nil)
        case .metadata: .retry(.unreachable, afterSeconds: nil)
        }
    }
}
