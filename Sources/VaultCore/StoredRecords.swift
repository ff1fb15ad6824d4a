/// A grant with what is needed to refresh it.
package struct StoredLineage: Sendable {
    package var grant: Grant
    package var refreshToken: SealedSecret
    package var recordKey: WrappedRecordKey
    /// The key that its tokens are bound to (`ProofKey`), where it has one.
    package var proofKey: SealedSecret?

    package init(
        grant: Grant, refreshToken: SealedSecret, recordKey: WrappedRecordKey, proofKey: SealedSecret? = nil
    ) {
        self.grant = grant
        self.refreshToken = refreshToken
        self.recordKey = recordKey
        self.proofKey = proofKey
    }
}

/// A cached access token as stored.
package struct StoredToken: Sendable {
    package var token: SealedSecret
    package var type: TokenType
    /// The generation of the grant when it was minted, which it is sealed for.
    package var generation: Generation
    /// What it was asked for: nil for the grant's full token.
    package var requestedScopes: ScopeSet?
    /// What the provider said that it is good for.
    package var grantedScopes: ScopeSet
    package var mintedAt: Timestamp
    package var expiresAt: Timestamp

    package init(
        token: SealedSecret, type: TokenType = .bearer, generation: Generation, requestedScopes: ScopeSet?,
        grantedScopes: ScopeSet,
        mintedAt: Timestamp, expiresAt: Timestamp
    ) {
        self.token = token
        self.type = type
        self.generation = generation
        self.requestedScopes = requestedScopes
        self.grantedScopes = grantedScopes
        self.mintedAt = mintedAt
        self.expiresAt = expiresAt
    }
}

/// The journal's word that the provider is about to be asked with this generation's refresh token.
package struct RefreshIntent: Hashable, Sendable {
    package let grant: GrantID
    package let generation: Generation
    package let startedAt: Timestamp

    package init(grant: GrantID, generation: Generation, startedAt: Timestamp) {
        self.grant = grant
        self.generation = generation
        self.startedAt = startedAt
    }
}

/// A provider's answer, ready to be committed.
package struct CommittedRefresh: Sendable {
    package var grant: GrantID
    /// nil where the provider did not replace the refresh token: it stays, and so does the generation.
    package var newRefreshToken: SealedSecret?
    package var newGeneration: Generation
    package var refreshTokenExpiresAt: Timestamp?
    package var token: StoredToken
    package var mintedAt: Timestamp
    /// When the refresh token dies now.
    package var death: GrantDeath?

    package init(
        grant: GrantID, newRefreshToken: SealedSecret?, newGeneration: Generation, refreshTokenExpiresAt: Timestamp?,
        token: StoredToken, mintedAt: Timestamp, death: GrantDeath? = nil
    ) {
        self.grant = grant
        self.newRefreshToken = newRefreshToken
        self.newGeneration = newGeneration
        self.refreshTokenExpiresAt = refreshTokenExpiresAt
        self.token = token
        self.mintedAt = mintedAt
        self.death = death
    }
}

/// One refresh token that is still to be revoked at its provider, sealed under a record key of its own.
package struct RevocationJob: Sendable {
    package var id: Int64
    package var key: GrantKey
    package var generation: Generation
    package var token: SealedSecret
    package var recordKey: WrappedRecordKey
    package var attempts: Int
    package var queuedAt: Timestamp
    package var dueAt: Timestamp

    package init(
        id: Int64, key: GrantKey, generation: Generation, token: SealedSecret, recordKey: WrappedRecordKey,
        attempts: Int = 0, queuedAt: Timestamp, dueAt: Timestamp
    ) {
        self.id = id
        self.key = key
        self.generation = generation
        self.token = token
        self.recordKey = recordKey
        self.attempts = attempts
        self.queuedAt = queuedAt
        self.dueAt = dueAt
    }
}
