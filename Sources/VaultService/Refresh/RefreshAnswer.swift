import VaultCore

/// A provider's answer as it will stand in the store.
struct RefreshAnswer {
    /// The grant after the commit.
    let grant: Grant
    let token: LiveToken
    /// nil where the provider did not replace it; sending back the same one replaces nothing.
    let newRefreshToken: Secret?
    private let asked: ScopeSet?

    /// - Parameters:
    ///   - sentAt: lives count from when the provider was asked, which is never after it began to count.
    init(
        _ tokens: RefreshedTokens, to attempt: RefreshAttempt, asked: ScopeSet?, sentAt: Timestamp, at now: Timestamp
    ) {
        let replacement = tokens.refreshToken.flatMap { $0.equals(attempt.refreshToken) ? nil : $0 }
        var grant = attempt.grant
        let newExpiry = tokens.refreshTokenExpiresInSeconds.map { sentAt.adding(seconds: $0) }
        // Of a new refresh token nothing is known but what the provider says; an old one keeps its known expiry.
        grant.refreshTokenExpiresAt = newExpiry ?? (replacement == nil ? grant.refreshTokenExpiresAt : nil)
        if replacement != nil { grant.generation = grant.generation.next }
        grant.mintedAt = now
        grant.updatedAt = now
        grant.death = GrantDeath(of: grant, attempt.provider.lives)
        let issued = IssuedToken(
            grant: grant.id, generation: grant.generation, accessToken: tokens.accessToken, type: tokens.type,
            scopes: tokens.scopes ?? asked ?? grant.scopes,
            expiresAt: sentAt.adding(seconds: max(0, tokens.expiresInSeconds)))
        self.grant = grant
        self.asked = asked
        token = LiveToken(issued: issued, mintedAt: now, isNew: true)
        newRefreshToken = replacement
    }

    func sealed(by sealer: any Sealer, under key: WrappedRecordKey) throws(SealFailure) -> CommittedRefresh {
        var sealedRefreshToken: SealedSecret?
        if let newRefreshToken {
            sealedRefreshToken = try sealer.seal(newRefreshToken, under: key, in: grant.refreshTokenContext)
        }
        let issued = token.issued
        let sealedToken = try sealer.seal(
            issued.accessToken, under: key,
            in: AccessTokens.sealContext(of: issued, asked: asked, mintedAt: token.mintedAt, grant))
        let stored = StoredToken(
            token: sealedToken, type: issued.type, generation: grant.generation, requestedScopes: asked,
            grantedScopes: issued.scopes,
            mintedAt: token.mintedAt, expiresAt: issued.expiresAt)
        return CommittedRefresh(
            grant: grant.id, newRefreshToken: sealedRefreshToken, newGeneration: grant.generation,
            refreshTokenExpiresAt: grant.refreshTokenExpiresAt, token: stored, mintedAt: token.mintedAt,
            death: grant.death)
    }
}
