package import VaultCore

/// The use cases of access tokens: get one that lives long enough, reject one that an API refused.
///
/// What is only read is not audited here: the decision is the caller's to record, the minting is recorded where it happens.
package struct TokenService: Sendable {
    let context: ServiceContext
    private let order: GrantOrder
    private let tokens: AccessTokens
    /// Shared with whoever starts, stops or recovers refreshes.
    package let refresher: Refresher

    package init(_ context: ServiceContext, order: GrantOrder) {
        self.context = context
        self.order = order
        tokens = AccessTokens(context: context)
        refresher = Refresher(context, order: order)
    }

    /// - Parameters:
    ///   - grant: found by the request's selector and allowed by the permit.
    ///   - session: the one that the call is made in, looked up.
    package func get(
        _ request: TokenRequest, of grant: Grant, _ permit: Permit, in session: SessionProof? = nil, caller: Caller
    ) async throws(VaultError) -> IssuedToken {
        try permit.check(.tokenGet, for: grant.key)
        let choice = try choice(request.scopes, grant, permit.terms)
        let need = need(asked: request.minimumLifeSeconds, fresh: request.forceRefresh)
        return try await issue(
            of: grant, choice, need, permit.terms, session, Origin(caller: caller, method: .tokenGet),
            proving: request.proof)
    }

    /// Drops the rejected token, once, and answers with another: whoever rejects a token that is not the current one any
    /// more is given the current one, without a refresh.
    package func reject(
        _ rejection: TokenRejection, of grant: Grant, _ permit: Permit, in session: SessionProof? = nil,
        caller: Caller
    ) async throws(VaultError) -> IssuedToken {
        try permit.check(.tokenReject, for: grant.key)
        let choice = try choice(rejection.scopes, grant, permit.terms)
        let origin = Origin(caller: caller, method: .tokenReject)
        if let claims = rejection.claims {
            try await challenge(rejection.accessToken, with: claims, of: grant, choice.scopes, origin)
        }
        try await drop(rejection.accessToken, of: grant, choice.scopes, origin)
        return try await issue(of: grant, choice, need(asked: nil, fresh: false), permit.terms, session, origin)
    }

    private func need(asked: Int64?, fresh: Bool) -> TokenNeed {
        TokenNeed(asked: asked, usual: context.settings.tokens.minimumLifeSeconds, fresh: fresh)
    }

    /// Which of the grant's tokens answers the call. Where the provider must not be asked for fewer scopes it is the full
    /// one, if the terms allow that.
    private func choice(
        _ asked: ScopeSet?, _ grant: Grant, _ terms: RuleTerms
    ) throws(VaultError) -> RuleTerms.TokenChoice {
        if let refusal = grant.status.refusal { throw refusal }
        let narrowing = try context.settings(of: grant.provider).narrowing
        return try terms.choice(asked: asked, granted: grant.scopes, narrowing: narrowing)
    }

    private func issue(
        of grant: Grant, _ choice: RuleTerms.TokenChoice, _ need: TokenNeed, _ terms: RuleTerms,
        _ session: SessionProof?, _ origin: Origin, proving target: ProofTarget? = nil
    ) async throws(VaultError) -> IssuedToken {
        try checkSignIn(of: grant, in: session, terms, origin)
        let token = try await token(of: grant, choice.scopes, need, origin)
        let now = context.clock.now()
        do throws(VaultError) {
            try terms.check(token.issued, choice, now: now)
        } catch {
            var refused = origin.event(.decision, .deny, grant)
            refused.scopes = token.issued.scopes
            refused.reason = "token_beyond_terms"
            context.audit.record(refused)
            throw error
        }
        let issued = try usable(token.issued, of: grant, for: target, origin)
        var served = origin.event(.tokenServed, .allow, grant)
        served.generation = issued.generation
        served.scopes = issued.scopes
        served.token = token.mark ?? context.audit.mark(of: issued.accessToken)
        context.audit.record(served)
        context.cache.noteUse(of: grant.id, at: now)
        return issued
    }

    /// Behind all that no sign-in would help against, so that nobody is sent to the provider for nothing.
    private func checkSignIn(
        of grant: Grant, in session: SessionProof?, _ terms: RuleTerms, _ origin: Origin
    ) throws(VaultError) {
        do throws(VaultError) {
            try terms.check(grant, in: session, now: context.clock.now())
        } catch {
            var refused = origin.event(.decision, .deny, grant)
            refused.session = session?.id
            refused.reason =
                switch error {
                case .signInRequired(_, let shortfall): shortfall.rawValue
                case .notFound: "session_of_another"
                default: terms.refusal(of: session)
                }
            context.audit.record(refused)
            throw error
        }
    }

    private func token(
        of grant: Grant, _ scopes: ScopeSet?, _ need: TokenNeed, _ origin: Origin
    ) async throws(VaultError) -> LiveToken {
        if !need.fresh, let token = try tokens.current(of: grant, scopes: scopes),
            need.isMet(by: token, at: context.clock.now())
        {
            return token
        }
        let first = await refresher.refresh(grant, scopes: scopes, need, origin)
        guard case .token(let token)? = first, !token.isNew, !need.isMet(by: token, at: context.clock.now()) else {
            return try settled(first, of: grant, scopes, need)
        }
        // It was served from the cache by the measure of somebody who needed less.
        let insisting = TokenNeed(asked: need.asked, usual: need.usual, fresh: true)
        let second = await refresher.refresh(grant, scopes: scopes, insisting, origin)
        return try settled(second, of: grant, scopes, need)
    }

    /// The token of a refresh, or a cached one where that may stand in for it.
    private func settled(
        _ result: RefreshResult?, of grant: Grant, _ scopes: ScopeSet?, _ need: TokenNeed
    ) throws(VaultError) -> LiveToken {
        switch result {
        case .token(let token): return token
        case .failure(let failure):
            if failure.mayServeCached, let token = try tokens.current(of: grant, scopes: scopes),
                need.isMetInTrouble(by: token, at: context.clock.now())
            {
                return token
            }
            throw failure.error
        case nil: throw .internal(reason: "the caller left before the refresh ended")
        }
    }

    /// Memory lets go at once; the store in the grant's turn, where it is compared again: of many who reject the same token
    /// one finds it, and the refresh that follows is shared by all.
    private func drop(
        _ rejected: Secret, of grant: Grant, _ scopes: ScopeSet?, _ origin: Origin
    ) async throws(VaultError) {
        context.cache.drop(rejected, of: grant)
        guard try isCurrent(rejected, of: grant, scopes) else { return }
        try await order.inTurn(of: grant.key) { () async throws(VaultError) in
            guard try isCurrent(rejected, of: grant, scopes) else { return }
            try await context.storing { () async throws(StoreFailure) in
                try await context.store.dropTokens(
                    grant.id, telling: [origin.event(.tokenRejected, .done, grant)])
            }
            context.cache.invalidate(grant)
        }
    }

    /// Nobody gets a token of the grant before its user has signed in with these claims, whatever the provider would mint.
    /// Only whoever holds the current token can tell that an API wants them: of another token there is nothing to say.
    ///
    /// - Throws: `VaultError.stepUpRequired` when the grant waits for the sign-in; returns where the token is not current.
    private func challenge(
        _ rejected: Secret, with claims: String, of grant: Grant, _ scopes: ScopeSet?, _ origin: Origin
    ) async throws(VaultError) {
        if rejected.isQuoted(in: claims) {
            throw .invalidParams(InvalidValue(field: "claims", problem: "quotes the token: leave that out"))
        }
        let isWaiting = try await order.inTurn(of: grant.key) { () async throws(VaultError) -> Bool in
            guard try isCurrent(rejected, of: grant, scopes) else { return false }
            let isMarked = try await context.storing { () async throws(StoreFailure) in
                try await context.store.requireStepUp(
                    grant.id, condemned: grant.generation, claims: claims, at: context.clock.now(),
                    telling: [origin.event(.stepUpRequired, .done, grant)])
            }
            guard isMarked else { return false }
            context.cache.invalidate(grant)
            return true
        }
        if isWaiting { throw .stepUpRequired(claims: claims, providerError: nil) }
    }

    private func isCurrent(_ token: Secret, of grant: Grant, _ scopes: ScopeSet?) throws(VaultError) -> Bool {
        try tokens.stored(of: grant, scopes: scopes)?.issued.accessToken.equals(token) ?? false
    }
}

extension RuleTerms.TokenChoice {
    /// What the provider is asked for; nil for the full token.
    fileprivate var scopes: ScopeSet? {
        switch self {
        case .full: nil
        case .narrowed(let scopes): scopes
        }
    }
}

extension RuleTerms {
    /// Why no sign-in would help, for the audit log.
    fileprivate func refusal(of session: SessionProof?) -> String {
        if isInSession, session == nil { return "session_required" }
        return missingRoles(in: session) == nil ? "no_common_acr" : "role_required"
    }
}
