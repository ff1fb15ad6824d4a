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
        let token = try context.stored(about: grant.id) { () throws(StoreFailure) in
            try context.store.cachedToken(grant.id, scopes: scopes)
        }
        guard let token else { return nil }
        let lineage = try context.stored(about: grant.id) { () throws(StoreFailure) in
            try context.store.lineage(grant.id)
        }
        guard let lineage, lineage.grant.status == .active else { return nil }
        guard let secret = try open(token, lineage) else { return nil }
        let issued = IssuedToken(
            grant: grant.id, generation: token.generation, accessToken: secret, type: token.type,
            scopes: token.grantedScopes, expiresAt: token.expiresAt)
        return (lineage.grant, LiveToken(issued: issued, mintedAt: token.mintedAt))
    }

    /// Puts a full token into memory. To be called with a ticket from before the store was asked.
    func keepInMemory(_ token: LiveToken, of grant: Grant, _ ticket: CacheTicket) throws(VaultError) {
        guard isServed(token.issued, of: grant) else { return }
        var minted = grant
        minted.generation = token.issued.generation
        let narrowing = context.settings.provider(grant.provider)?.narrowing
        let entry = TokenEntry(
            grant: grant, token: token, provider: context.registry.index(of: grant.provider),
            auditPart: context.audit.grantPart(minted, context.audit.mark(of: token.issued.accessToken)),
            isOnlyAccount: isOnlyAccount(grant),
            answersFewerScopes: narrowing == .lineage && token.issued.scopes.isSubset(of: grant.scopes),
            scopePlace: context.cache.scopeUses.place(
                of: grant.provider, token.issued.scopes, held: grant.scopes))
        context.cache.keep(entry, ticket)
    }

    /// Not one that only proofs make good, where the configuration says nothing of proofs: its caller would show it as any other.
    func isServed(_ token: IssuedToken, of grant: Grant) -> Bool {
        token.type == .bearer || context.settings.provider(grant.provider)?.usesDPoP ?? false
    }

    /// False also where that cannot be told: then the grant must be named by its account or handle, and a sibling whose
    /// row is damaged does this one no other harm.
    private func isOnlyAccount(_ grant: Grant) -> Bool {
        do throws(StoreFailure) {
            return try context.store.grants(of: grant.subject, at: grant.provider).count == 1
        } catch {
            return false
        }
    }

    /// What the ciphertext of an access token is bound to.
    ///
    /// - Parameter asked: nil for the grant's full token.
    static func sealContext(of issued: IssuedToken, asked: ScopeSet?, mintedAt: Timestamp, _ grant: Grant)
        -> SealContext
    {
        .accessToken(
            record: grant.id.rawValue, key: grant.key, type: issued.type, generation: issued.generation,
            requested: asked,
            granted: issued.scopes, mintedAt: mintedAt, expiresAt: issued.expiresAt,
            authentication: grant.authentication)
    }

    /// A cached token that does not open condemns nothing: it is as good as none.
    private func open(_ token: StoredToken, _ lineage: StoredLineage) throws(VaultError) -> Secret? {
        let sealed = SealContext.accessToken(
            record: lineage.grant.id.rawValue, key: lineage.grant.key, type: token.type, generation: token.generation,
            requested: token.requestedScopes, granted: token.grantedScopes, mintedAt: token.mintedAt,
            expiresAt: token.expiresAt, authentication: lineage.grant.authentication)
        do throws(SealFailure) {
            return try context.withRecordKey(lineage.recordKey, of: lineage.grant.id.rawValue) {
                key throws(SealFailure) in try context.sealer.open(token.token, under: key, in: sealed)
            }
        } catch .doesNotOpen {
            context.recordIntegrityFailure(of: lineage.grant, "access_token", .vault)
            return nil
        } catch {
            throw VaultError(error)
        }
    }
}
