/// What `grant.put` stores.
package struct GrantPut: Sendable {
    package var key: GrantKey
    package var scopes: ScopeSet
    package var refreshToken: Secret
    package var refreshTokenExpiresAt: Timestamp?
    /// A still valid access token, so that the first `token.get` needs no refresh.
    package var accessToken: Secret?
    package var accessTokenExpiresAt: Timestamp?
    package var labels: [Label]
    package var pin: SubjectPin
    package var authentication: Authentication
    /// What the tokens are bound to since the sign-in, where they are.
    package var proofKey: ProofKey?
    /// A grant that stands already is left as it is: its lineage may be newer than this token.
    package var onlyIfAbsent: Bool

    package init(
        key: GrantKey, scopes: ScopeSet, refreshToken: Secret, refreshTokenExpiresAt: Timestamp? = nil,
        accessToken: Secret? = nil, accessTokenExpiresAt: Timestamp? = nil, labels: [Label] = [],
        pin: SubjectPin = .none, authentication: Authentication = .unknown, proofKey: ProofKey? = nil,
        onlyIfAbsent: Bool = false
    ) {
        self.key = key
        self.scopes = scopes
        self.refreshToken = refreshToken
        self.refreshTokenExpiresAt = refreshTokenExpiresAt
        self.accessToken = accessToken
        self.accessTokenExpiresAt = accessTokenExpiresAt
        self.labels = labels
        self.pin = pin
        self.authentication = authentication
        self.proofKey = proofKey
        self.onlyIfAbsent = onlyIfAbsent
    }
}

/// What `token.get` asks of one grant.
package struct TokenRequest: Sendable {
    package var selector: GrantSelector
    /// nil: all that the grant has.
    package var scopes: ScopeSet?
    /// nil: the configured minimum.
    package var minimumLifeSeconds: Int64?
    package var forceRefresh: Bool
    /// The handle of the session that it is asked in, as it was sent.
    package var session: Secret?
    /// What a proof is wanted for, if the token needs one.
    package var proof: ProofTarget?

    package init(
        selector: GrantSelector, scopes: ScopeSet? = nil, minimumLifeSeconds: Int64? = nil, forceRefresh: Bool = false,
        session: Secret? = nil, proof: ProofTarget? = nil
    ) {
        self.selector = selector
        self.scopes = scopes
        self.minimumLifeSeconds = minimumLifeSeconds
        self.forceRefresh = forceRefresh
        self.session = session
        self.proof = proof
    }
}

/// What `token.reject` says: an API answered 401 to this access token.
package struct TokenRejection: Sendable {
    package var selector: GrantSelector
    package var scopes: ScopeSet?
    package var accessToken: Secret
    /// What the API wants to be claimed by the next token (OpenID `claims` parameter, JSON text).
    package var claims: String?
    /// The handle of the session that it is asked in, as it was sent.
    package var session: Secret?

    package init(
        selector: GrantSelector, scopes: ScopeSet? = nil, accessToken: Secret, claims: String? = nil,
        session: Secret? = nil
    ) {
        self.selector = selector
        self.scopes = scopes
        self.accessToken = accessToken
        self.claims = claims
        self.session = session
    }
}

/// An access token as it is handed to a caller.
package struct IssuedToken: Sendable {
    package var grant: GrantID
    package var generation: Generation
    package var accessToken: Secret
    package var type: TokenType
    package var scopes: ScopeSet
    package var expiresAt: Timestamp
    /// For the one request that the caller named; no secret that is good for anything else.
    package var proof: Secret?

    package init(
        grant: GrantID, generation: Generation, accessToken: Secret, type: TokenType = .bearer, scopes: ScopeSet,
        expiresAt: Timestamp
    ) {
        self.grant = grant
        self.generation = generation
        self.accessToken = accessToken
        self.type = type
        self.scopes = scopes
        self.expiresAt = expiresAt
    }
}

/// One page of `grant.list`.
package struct GrantPage: Sendable {
    package var grants: [Grant]
    /// Where the next page begins; nil when this was the last.
    package var next: GrantPlace?

    package init(grants: [Grant], next: GrantPlace?) {
        self.grants = grants
        self.next = next
    }
}

/// Which half of a revocation is done when `grant.revoke` answers.
package struct RevocationReceipt: Hashable, Sendable {
    package enum Upstream: String, CaseIterable, Sendable {
        case revoked
        /// In the persistent queue; it is tried again until the provider answers or the tries are used up.
        case queued
        case notSupported = "not_supported"
        case refused
    }

    /// Always true in an answer: without the durable local revocation there is an error instead.
    package var revokedLocally: Bool
    package var upstream: Upstream

    package init(revokedLocally: Bool, upstream: Upstream) {
        self.revokedLocally = revokedLocally
        self.upstream = upstream
    }
}
