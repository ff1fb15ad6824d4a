import VaultCore

/// The access tokens that are kept of grants, in memory and sealed in the store, seen as one.
struct AccessTokens: Sendable {
    let context: ServiceContext

    /// The kept token, dead or alive; a full one that was only in the store is in memory afterwards.
    ///
    /// - Parameter scopes: nil for the grant's full token.
    /// - Returns: nil where there is none that opens; the refresh that follows will tell why, if there is a reason.
    func current(of grant: Grant, scopes: ScopeSet?) throws(VaultError) -> LiveToken? {
        if scopes == nil, let token = context.cache.token(of: grant.id) { return token }
        let ticket = context.cache.ticket(for: grant.key)
        guard let found = try stored(of: grant, scopes: scopes) else { return nil }
        if scopes == nil, found.token.issued.expiresAt > context.clock.now() {
            try keepInMemory(found.token, of: found.grant, ticket)
        }
        return found.token
    }

    /// Past the memory.
    func stored(of grant: Grant, scopes: ScopeSet?) throws(VaultError) -> (grant: Grant, token: LiveToken)? {
        let token = try context.stored { () throws(StoreFailure) in
            try context.store.cachedToken(grant.id, scopes: scopes)
        }
        guard let token else { return nil }
        let lineage = try context.stored { () throws(StoreFailure) in try context.store.lineage(grant.id) }
        guard let lineage, lineage.grant.status == .active else { return nil }
        guard let secret = try open(token, lineage) else { return nil }
        let issued = IssuedToken(
            grant: grant.id, generation: token.generation, accessToken: secret, scopes: token.grantedScopes,
            expiresAt: token.expiresAt)
        return (lineage.grant, LiveToken(issued: issued, mintedAt: token.mintedAt))
    }

    /// Puts a full token into memory. To be called with a ticket from before the store was asked.
    func keepInMemory(_ token: LiveToken, of grant: Grant, _ ticket: CacheTicket) throws(VaultError) {
        let siblings = try context.stored { () throws(StoreFailure) in
            try context.store.grants(of: grant.subject, at: grant.provider)
        }
        var minted = grant
        minted.generation = token.issued.generation
        let narrowing = context.settings.provider(grant.provider)?.narrowing
        let entry = TokenEntry(
            grant: grant, token: token, provider: context.registry.index(of: grant.provider),
            auditPart: context.audit.grantPart(minted), isOnlyAccount: siblings.count == 1,
            answersFewerScopes: narrowing == .lineage && token.issued.scopes.isSubset(of: grant.scopes))
        context.cache.keep(entry, ticket)
    }

    /// What the ciphertext of an access token is bound to.
    static func sealContext(_ grant: Grant, generation: Generation, scopes: ScopeSet?) -> SealContext {
        SealContext(
            place: .accessToken, record: grant.id.rawValue, key: grant.key, generation: generation,
            detail: scopes?.spaceSeparated ?? "")
    }

    /// A cached token that does not open condemns nothing: it is as good as none.
    private func open(_ token: StoredToken, _ lineage: StoredLineage) throws(VaultError) -> Secret? {
        let sealed = Self.sealContext(lineage.grant, generation: token.generation, scopes: token.requestedScopes)
        do throws(SealFailure) {
            return try context.sealer.open(token.token, under: lineage.recordKey, in: sealed)
        } catch .doesNotOpen {
            return nil
        } catch {
            throw VaultError(error)
        }
    }
}
