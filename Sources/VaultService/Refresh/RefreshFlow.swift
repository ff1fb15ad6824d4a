import VaultCore

/// One refresh of one grant, from the store to the provider and back (DESIGN §6). It runs in the grant's turn, and no write
/// of the store is open while the provider is asked.
struct RefreshFlow: Sendable {
    let context: ServiceContext
    /// As it was found; the flow relies on its id and key only and reads the rest again.
    let grant: Grant
    let scopes: ScopeSet?
    let need: TokenNeed
    let origin: Origin
    /// Why no provider is asked now; nil where one may be.
    let refusal: @Sendable () -> RefreshFailure?

    /// How often the grant may be replaced under the flow's hands; in its turn that cannot happen even once.
    private static let rounds = 3

    /// - Parameter fresh: a kept token will not do, however long it lives.
    func run(fresh: Bool) async -> RefreshResult {
        do throws(RefreshFailure) {
            for round in 0..<Self.rounds {
                let lineage = try activeLineage()
                if round > 0 || !fresh, let token = try keptToken(isNew: round > 0) { return .token(token) }
                if let token = try await refresh(lineage) { return .token(token) }
            }
            throw RefreshFailure(VaultError(StoreFailure.conflict))
        } catch {
            return .failure(error)
        }
    }

    private func activeLineage() throws(RefreshFailure) -> StoredLineage {
        let lineage = try told { () throws(VaultError) in
            try context.stored { () throws(StoreFailure) in try context.store.lineage(grant.id) }
        }
        guard let lineage else { throw RefreshFailure(.notFound(what: "grant")) }
        if let refusal = lineage.grant.status.refusal { throw RefreshFailure(refusal) }
        return lineage
    }

    /// Somebody else may have minted one while this flow waited for its turn.
    private func keptToken(isNew: Bool) throws(RefreshFailure) -> LiveToken? {
        let kept = try told { () throws(VaultError) in
            try AccessTokens(context: context).current(of: grant, scopes: scopes)
        }
        guard var token = kept, need.isMet(by: token, at: context.clock.now()) else { return nil }
        token.isNew = isNew
        return token
    }

    /// - Returns: nil when the store has come to hold another generation, which then is to be read.
    private func refresh(_ lineage: StoredLineage) async throws(RefreshFailure) -> LiveToken? {
        let provider = try told { () throws(VaultError) in try context.settings(of: lineage.grant.provider) }
        if let reason = doom(of: lineage.grant, provider.rotation) {
            return try await condemn(lineage.grant, reason)
        }
        if let known = context.recentRefusals.refusal(of: lineage.grant, scopes, fresh: need.fresh) { throw known }
        if let refusal = refusal() ?? context.breakers.standing(of: provider.name) { throw refusal }
        return try await context.paces.whenAllowed(provider) { () async throws(RefreshFailure) in
            try await send(lineage, to: provider)
        }
    }

    /// - Returns: nil when the store holds another generation.
    private func send(
        _ lineage: StoredLineage, to provider: ProviderSettings
    ) async throws(RefreshFailure) -> LiveToken? {
        try admit(provider)
        try await prepare(provider, lineage.grant)
        let secrets: LineageSecrets
        switch try sendable(lineage, to: provider) {
        case .success(let opened): secrets = opened
        case .failure(let doom): return try await condemn(lineage.grant, doom.reason)
        }
        let earlier = earlierIntent(of: lineage.grant)
        let intent = RefreshIntent(
            grant: grant.id, generation: lineage.grant.generation,
            startedAt: earlier?.startedAt ?? context.clock.now())
        // Read while the store is as it was just read: after a commit a reader begins anew, and then somebody waits for the answer.
        let place = AccessTokens(context: context).place(of: lineage.grant)
        guard try await begin(intent, keeping: secrets.newProofKey, provider) else { return nil }
        return try await ask(
            RefreshAttempt(
                lineage: lineage, provider: provider, refreshToken: secrets.refreshToken, proofKey: secrets.proofKey,
                intent: intent, place: place,
                hasLostAnswer: earlier != nil))
    }

    /// What makes asking the provider pointless or dangerous.
    private func doom(of grant: Grant, _ rotation: RotationRule) -> ReauthReason? {
        let now = context.clock.now()
        if let expiry = grant.refreshTokenExpiresAt, expiry <= now { return .refreshTokenExpired }
        guard let earlier = earlierIntent(of: grant) else { return nil }
        switch rotation.resolve(intentAt: earlier.startedAt, now: now) {
        case .mayRetry: return nil
        case .lost: return .lostRotation
        }
    }

    /// A request with this generation that had no answer.
    private func earlierIntent(of grant: Grant) -> RefreshIntent? {
        context.openIntents.intent(of: grant.id, grant.generation)
    }

    /// What will not be sent, and why.
    private struct Doom: Error {
        let reason: ReauthReason
    }

    /// Looked at behind all that takes time: a grace window may have passed while this waited to be let in.
    private func sendable(
        _ lineage: StoredLineage, to provider: ProviderSettings
    ) throws(RefreshFailure) -> Result<LineageSecrets, Doom> {
        var isSent = false
        defer { if !isSent { context.breakers.take(.notAsked, of: provider.name) } }
        if let reason = doom(of: lineage.grant, provider.rotation) { return .failure(Doom(reason: reason)) }
        // The user can end this, by signing in again: a put replaces the whole record. Nobody else's grant is touched.
        let opened = try told { () throws(VaultError) in
            try context.secrets(of: lineage, withProofKey: provider.usesDPoP, origin)
        }
        guard let opened else { return .failure(Doom(reason: .recordDamaged)) }
        isSent = true
        return .success(opened)
    }

    private func admit(_ provider: ProviderSettings) throws(RefreshFailure) {
        if let refusal = refusal() { throw refusal }
        if let refusal = context.breakers.refusal(of: provider.name) { throw refusal }
    }

    /// Done before anything is written: a crash while the provider is asked about endpoints and secrets must not look like an
    /// answer that was lost.
    private func prepare(_ provider: ProviderSettings, _ grant: Grant) async throws(RefreshFailure) {
        if let outcome = await context.provider.obstacle(at: provider) {
            report(context.breakers.take(Breaker.Report(outcome), of: provider.name), of: provider.name)
            throw report(outcome, grant)
        }
        guard let refusal = refusal() else { return }
        context.breakers.take(.notAsked, of: provider.name)
        throw refusal
    }

    /// - Returns: false when the store holds another generation.
    private func begin(
        _ intent: RefreshIntent, keeping proofKey: SealedSecret?, _ provider: ProviderSettings
    ) async throws(RefreshFailure) -> Bool {
        do throws(StoreFailure) {
            try await context.store.begin(intent, keeping: proofKey)
        } catch {
            context.breakers.take(.notAsked, of: provider.name)
            if error == .conflict { return false }
            throw RefreshFailure(VaultError(error))
        }
        context.openIntents.remember(intent)
        context.checkpoint(.intentCommitted)
        return true
    }

    func told<Result>(_ body: () throws(VaultError) -> Result) throws(RefreshFailure) -> Result {
        do throws(VaultError) { return try body() } catch { throw RefreshFailure(error) }
    }
}

extension Grant {
    /// What the ciphertext of the refresh token of this generation is bound to.
    var refreshTokenContext: SealContext { .refreshToken(of: self) }
}
