import VaultFetchWire

/// Why a provider's endpoints are not known.
enum MetadataError: Error, Hashable, Sendable {
    /// The configuration names neither an issuer nor an endpoint.
    case notConfigured
    case unsafeIssuer
    case malformed
    case otherIssuer
    case noTokenEndpoint
    case unsafeEndpoint
    /// No document at either well-known place.
    case notFound
    case unreachable(FetchOutcome.Summary)
}

extension MetadataError {
    /// Whether only a change of the configuration, here or at the provider, can help.
    var isMisconfiguration: Bool {
        switch self {
        case .notConfigured, .unsafeIssuer, .otherIssuer, .noTokenEndpoint, .unsafeEndpoint, .notFound: true
        case .malformed, .unreachable: false
        }
    }
}
