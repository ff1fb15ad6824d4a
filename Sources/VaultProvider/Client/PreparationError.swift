import VaultCore

/// Why a request was not even made; no token has left this machine.
enum PreparationError: Error {
    case secret(SecretReadError)
    case key(ClientKeyProblem)
    /// None of several secrets can be used.
    case secrets(SecretSearch.Finding)
    case metadata(MetadataError)

    var refreshOutcome: RefreshOutcome {
        switch self {
        // A token sent with a wrong secret can be burnt by that, so without the secret nothing is sent.
        case .secrets(.undecided(let reason, let seconds)): .transient(reason, retryAfterSeconds: seconds)
        case .secrets(.noneAccepted(let code)): .clientFault(code)
        case .secret, .key, .secrets: .clientFault(nil)
        case .metadata(let error) where error.isMisconfiguration: .clientFault(nil)
        case .metadata(.malformed): .transient(.badAnswer, retryAfterSeconds: nil)
        case .metadata: .transient(.unreachable, retryAfterSeconds: nil)
        }
    }

    /// The queue tries again later in any case: the operator may mend the configuration until then.
    var revocationOutcome: RevocationOutcome {
        switch self {
        case .secrets(.undecided(let reason, let seconds)): .retry(reason, afterSeconds: seconds)
        case .secret, .key, .secrets: .retry(.unreachable, afterSeconds: nil)
        case .metadata(.malformed): .retry(.badAnswer, afterSeconds: nil)
        case .metadata: .retry(.unreachable, afterSeconds: nil)
        }
    }
}
