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
        guard let kept = try kept(of: grant, scopes: scopes) else { return nil }
        let now = kept.updated(grant)
        guard var token = try open(kept, of: now) else { return nil }
        if scopes == nil, token.issued.expiresAt > context.clock.now() {
            let mark = context.audit.mark(of: token.issued.accessToken)
            token.mark = mark
            keepInMemory(token, mark, of: now, isOnlyAccount: kept.isOnlyAccount, ticket)
        }
        return token
    }

    /// Puts the token into memory, if it lives and opens; records nothing.
    ///
    /// - Parameter ticket: from before the store was asked.
    func bring(_ kept: KeptToken, of grant: Grant, _ ticket: CacheTicket) -> Bool {
        guard kept.token.expiresAt > context.clock.now() else { return false }
        let now = kept.updated(grant)
        guard let token = try? open(kept, of: now, tells: false) else { return false }
        let mark = context.audit.mark(of: token.issued.accessToken)
        keepInMemory(token, mark, of: now, isOnlyAccount: kept.isOnlyAccount, ticket)
        return true
    }

    /// Past the memory.
    func stored(of grant: Grant, scopes: ScopeSet?) throws(VaultError) -> LiveToken? {
        guard let kept = try kept(of: grant, scopes: scopes) else { return nil }
        return try open(kept, of: kept.updated(grant))
    }

    /// Puts a full token into memory. To be called with a ticket from before the store was asked.
    func keepInMemory(_ token: LiveToken, of grant: Grant, _ ticket: CacheTicket) {
        let mark = context.audit.mark(of: token.issued.accessToken)
        keepInMemory(token, mark, of: grant, isOnlyAccount: isOnlyAccount(grant), ticket)
    }

    /// Where a token of the grant goes that is still to be minted.
    func place(of grant: Grant) -> CachePlace {
        let ticket = context.cache.ticket(for: grant.key)
        return CachePlace(ticket: ticket, isOnlyAccount: isOnlyAccount(grant))
    }

    /// To be called after the commit of a new full token, before anyone learns of it: what memory had of the grant goes.
    ///
    /// - Parameter place: from before the commit.
    func replaceInMemory(_ token: LiveToken, of grant: Grant, _ place: CachePlace) -> LiveToken {
        var token = token
        let mark = context.audit.mark(of: token.issued.accessToken)
        token.mark = mark
        if let entry = entry(token, mark, of: grant, isOnlyAccount: place.isOnlyAccount),
            context.cache.replace(entry, place.ticket)
        {
            return token
        }
        context.cache.invalidate(grant)
        let ticket = context.cache.ticket(for: grant.key)
        keepInMemory(token, mark, of: grant, isOnlyAccount: isOnlyAccount(grant), ticket)
        return token
    }

    private func keepInMemory(
        _ token: LiveToken, _ mark: TokenMark, of grant: Grant, isOnlyAccount: Bool, _ ticket: CacheTicket
    ) {
        guard let entry = entry(token, mark, of: grant, isOnlyAccount: isOnlyAccount) else { return }
        context.cache.keep(entry, ticket)
    }

    /// nil for a token that is not served.
    private func entry(
        _ token: LiveToken, _ mark: TokenMark, of grant: Grant, isOnlyAccount: Bool
    ) -> TokenEntry? {
        guard isServed(token.issued, of: grant) else { return nil }
        var minted = grant
        minted.generation = token.issued.generation
        let narrowing = context.settings.provider(grant.provider)?.narrowing
        return TokenEntry(
            grant: grant, token: token, provider: context.registry.index(of: grant.provider),
            auditPart: context.audit.grantPart(minted, mark), isOnlyAccount: isOnlyAccount,
            answersFewerScopes: narrowing == .lineage && token.issued.scopes.isSubset(of: grant.scopes),
            scopePlace: context.cache.scopeUses.place(
                of: grant.provider, token.issued.scopes, held: grant.scopes))
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

    private func kept(of grant: Grant, scopes: ScopeSet?) throws(VaultError) -> KeptToken? {
        try context.stored(about: grant.id) { () throws(StoreFailure) in
            try context.store.keptToken(grant.id, scopes: scopes)
        }
    }

    /// A cached token that does not open condemns nothing: it is as good as none.
    ///
    /// - Parameter tells: whether that is recorded.
    private func open(
        _ kept: KeptToken, of grant: Grant, tells: Bool = true
    ) throws(VaultError) -> LiveToken? {
        let token = kept.token
        let sealed = SealContext.accessToken(
            record: grant.id.rawValue, key: grant.key, type: token.type, generation: token.generation,
            requested: token.requestedScopes, granted: token.grantedScopes, mintedAt: token.mintedAt,
            expiresAt: token.expiresAt, authentication: grant.authentication)
        let secret: Secret
        do throws(SealFailure) {
            secret = try context.withRecordKey(kept.recordKey, of: grant.id.rawValue) {
                key throws(SealFailure) in try context.sealer.open(token.token, under: key, in: sealed)
            }
        } catch .doesNotOpen {
            if tells { context.recordIntegrityFailure(of: grant, "access_token", .vault) }
            return nil
        } catch {
            throw VaultError(error)
        }
        let issued = IssuedToken(
            grant: grant.id, generation: token.generation, accessToken: secret, type: token.type,
            scopes: token.grantedScopes, expiresAt: token.expiresAt)
        return LiveToken(issued: issued, mintedAt: token.mintedAt)
    }
}
