import VaultWire

/// An error that the vault answered with.
public struct RemoteError: Error, Hashable, Sendable {
    /// What programs branch on.
    public enum Kind: Hashable, Sendable {
        case parseError, invalidRequest, methodNotFound, invalidParams, `internal`
        case permissionDenied, notFound, conflict, sealed, rateLimited, overloaded, scopeExceeded
        case reauthRequired, stepUpRequired, consentRequired, blockedByPolicy
        case providerUnavailable, clientMisconfigured, subjectDisabled
        /// A newer daemon's word; go by `isRetryable`.
        case other(String)
    }

    /// What programs branch on.
    public let kind: Kind
    /// The protocol's own word for the kind, such as `reauth_required`.
    public let type: String
    /// The JSON-RPC error code.
    public let code: Int64
    /// One lower-case sentence.
    public let message: String
    /// Whether the same call may succeed later although its caller changes nothing.
    public let isRetryable: Bool
    /// How long to wait before that, where it is known.
    public let retryAfterMilliseconds: Int64?
    /// A word that tells more, where the kind has several causes.
    public let reason: String?
    /// The parameter that was wrong.
    public let field: String?
    /// The scopes that go beyond.
    public let scopes: [String]?
    /// The provider's claims challenge, to be handed to the authorization request.
    public let claims: String?
    /// Which provider.
    public let provider: String?
    /// The provider's own error code.
    public let providerError: String?
    /// The sign-in that the vault's policy wants: `acr_values` for the authorization request.
    public let acrValues: String?
    /// The methods that it must have used.
    public let amrValues: [String]?
    /// Its age at most, in seconds: `max_age` for the authorization request.
    public let maximumAge: Int64?
}

extension RemoteError.Kind {
    init(word: String) {
        guard let type = ErrorType(rawValue: word) else {
            self = .other(word)
            return
        }
        switch type {
        case .parseError: self = .parseError
        case .invalidRequest: self = .invalidRequest
        case .methodNotFound: self = .methodNotFound
        case .invalidParams: self = .invalidParams
        case .internal: self = .internal
        case .permissionDenied: self = .permissionDenied
        case .notFound: self = .notFound
        case .conflict: self = .conflict
        case .sealed: self = .sealed
        case .rateLimited: self = .rateLimited
        case .overloaded: self = .overloaded
        case .scopeExceeded: self = .scopeExceeded
        case .reauthRequired: self = .reauthRequired
        case .stepUpRequired: self = .stepUpRequired
        case .consentRequired: self = .consentRequired
        case .blockedByPolicy: self = .blockedByPolicy
        case .providerUnavailable: self = .providerUnavailable
        case .clientMisconfigured: self = .clientMisconfigured
        case .subjectDisabled: self = .subjectDisabled
        }
    }
}
