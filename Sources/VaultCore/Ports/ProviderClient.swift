/// Speaks OAuth 2 with the providers; never retries by itself, never keeps a token.
package protocol ProviderClient: Sendable {
    /// What stands in the way of a refresh before any token is put into a request: no endpoint, no secret that the provider
    /// accepts. Nil when it may be asked for.
    func obstacle(at provider: ProviderSettings) async -> RefreshOutcome?
    func refresh(_ request: RefreshRequest) async -> RefreshOutcome
    func revoke(_ request: RevocationRequest) async -> RevocationOutcome
    /// A proof for one use of an access token that is bound to the key (RFC 9449 §7); nothing is sent.
    func proof(for target: ProofTarget, of token: Secret, by key: ProofKey) throws(ClientKeyProblem) -> Secret
    /// Checks discovery, reachability, the clock and whether the client's credentials are accepted, without sending a token of anybody.
    func probe(_ provider: ProviderSettings) async -> ProviderProbe
}

/// One refresh to be asked of a provider (RFC 6749 §6).
package struct RefreshRequest: Sendable {
    package let provider: ProviderSettings
    package let refreshToken: Secret
    /// nil: no `scope` parameter is sent.
    package let scopes: ScopeSet?
    /// Whose possession the request proves; nil: it does without.
    package let proofKey: ProofKey?

    package init(provider: ProviderSettings, refreshToken: Secret, scopes: ScopeSet?, proofKey: ProofKey? = nil) {
        self.provider = provider
        self.refreshToken = refreshToken
        self.scopes = scopes
        self.proofKey = proofKey
    }
}

/// What became of a refresh, as the vault acts on it (DESIGN §4 types, §6 rules).
package enum RefreshOutcome: Sendable {
    case refreshed(RefreshedTokens)
    /// The provider refuses this refresh token for good (`invalid_grant` and its dialects).
    case refused(ProviderErrorCode?)
    /// The user must sign in again with these claims.
    case stepUp(claims: String?, ProviderErrorCode?)
    case consentRequired(ProviderErrorCode?)
    case blockedByPolicy(ProviderErrorCode?)
    /// The client registration is at fault; says nothing about the grant.
    case clientFault(ProviderErrorCode?)
    /// The provider answered that it cannot now, or was certainly not reached: the refresh token was not used.
    case transient(UnavailableReason, retryAfterSeconds: Int64?)
    /// The request may have been worked on and its answer is lost or unusable: the refresh token may be spent.
    case unknown(UnavailableReason)

    package var providerError: ProviderErrorCode? {
        switch self {
        case .refused(let code), .consentRequired(let code), .blockedByPolicy(let code), .clientFault(let code): code
        case .stepUp(_, let code): code
        case .refreshed, .transient, .unknown: nil
        }
    }
}

/// A successful token answer (RFC 6749 §5.1), checked.
package struct RefreshedTokens: Sendable {
    package var accessToken: Secret
    package var type: TokenType
    /// Seconds; what the provider said, or its entry's default where it said nothing usable.
    package var expiresInSeconds: Int64
    /// nil where the provider did not replace it.
    package var refreshToken: Secret?
    package var refreshTokenExpiresInSeconds: Int64?
    /// nil where the answer has no `scope`: as asked (RFC 6749 §5.1).
    package var scopes: ScopeSet?
    /// From the `id_token`, where one came.
    package var identity: SubjectPin
    /// From `sub` and `tid` of the answer itself, where it has them.
    package var named = SubjectPin.none

    package init(
        accessToken: Secret, type: TokenType = .bearer, expiresInSeconds: Int64, refreshToken: Secret? = nil,
        refreshTokenExpiresInSeconds: Int64? = nil, scopes: ScopeSet? = nil, identity: SubjectPin = .none
    ) {
        self.accessToken = accessToken
        self.type = type
        self.expiresInSeconds = expiresInSeconds
        self.refreshToken = refreshToken
        self.refreshTokenExpiresInSeconds = refreshTokenExpiresInSeconds
        self.scopes = scopes
        self.identity = identity
    }
}

/// One refresh token to be revoked at its provider (RFC 7009 §2.1).
package struct RevocationRequest: Sendable {
    package let provider: ProviderSettings
    package let refreshToken: Secret

    package init(provider: ProviderSettings, refreshToken: Secret) {
        self.provider = provider
        self.refreshToken = refreshToken
    }
}

/// What became of a revocation at the provider.
package enum RevocationOutcome: Hashable, Sendable {
    case revoked
    /// The provider has no revocation endpoint.
    case notSupported
    case retry(UnavailableReason, afterSeconds: Int64?)
    /// The provider will never accept it as asked (a fault of the client registration, an unsupported token type).
    case refused(ProviderErrorCode?)
}

/// What `vaultctl provider test` found.
package struct ProviderProbe: Sendable {
    package var reachable: Bool
    package var tokenEndpoint: String?
    package var revocationEndpoint: String?
    /// How far the provider's clock is before this machine's, in seconds; nil where it did not tell.
    package var clockDifferenceSeconds: Int64?
    package var credentials = Credentials.notAsked
    /// Lower-case sentences, the most important first; empty when all is well.
    package var problems: [String]

    package init(reachable: Bool, tokenEndpoint: String?, revocationEndpoint: String?, problems: [String]) {
        self.reachable = reachable
        self.tokenEndpoint = tokenEndpoint
        self.revocationEndpoint = revocationEndpoint
        self.problems = problems
    }

    /// What the provider says to the client's credentials.
    package enum Credentials: Hashable, Sendable {
        case accepted
        case refused(ProviderErrorCode?)
        /// It looks at the token first, and said the same to credentials that are certainly wrong.
        case indistinct
        /// It gave no answer that tells.
        case undecided
        case notAsked

        package static let words = ["accepted", "refused", "indistinct", "undecided", "not_asked"]

        package var word: String {
            switch self {
            case .accepted: Self.words[0]
            case .refused: Self.words[1]
            case .indistinct: Self.words[2]
            case .undecided: Self.words[3]
            case .notAsked: Self.words[4]
            }
        }
    }
}
