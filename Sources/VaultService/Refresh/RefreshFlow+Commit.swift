import VaultCore

extension RefreshFlow {
    /// Commits the answer, and only then lets anyone have the token (DESIGN §6.3).
    ///
    /// - Returns: nil when the store holds another generation, whose token is the one to serve.
    func commit(
        _ tokens: RefreshedTokens, _ attempt: RefreshAttempt, sentAt: Timestamp
    ) async throws(RefreshFailure) -> LiveToken? {
        let answer = RefreshAnswer(tokens, to: attempt, asked: scopes, sentAt: sentAt, at: context.clock.now())
        let sealed: CommittedRefresh
        do throws(SealFailure) {
            sealed = try context.withRecordKey(attempt.lineage.recordKey, of: grant.id.rawValue) {
                key throws(SealFailure) in try answer.sealed(by: context.sealer, under: key)
            }
        } catch {
            // The intent stays: if the token was rotated, the new one is lost with this answer.
            throw RefreshFailure(VaultError(error))
        }
        context.checkpoint(.beforeCommit)
        do throws(StoreFailure) {
            try await context.store.commit(
                sealed, expecting: attempt.grant.generation, telling: events(of: answer, attempt))
        } catch .conflict {
            return try await yield(tokens, attempt)
        } catch {
            throw RefreshFailure(VaultError(error))
        }
        context.checkpoint(.afterCommit)
        return publish(answer, attempt.place)
    }

    /// Somebody replaced, ended or revoked the grant past the order. A replaced one is served from its own lineage, and the old
    /// lineage is left alone: some providers revoke all of a user's tokens with one.
    private func yield(_ tokens: RefreshedTokens, _ attempt: RefreshAttempt) async throws(RefreshFailure) -> LiveToken?
    {
        let stored = try told { () throws(VaultError) in
            try context.stored { () throws(StoreFailure) in try context.store.grant(grant.id) }
        }
        if let stored, stored.status != .reauthRequired(.ended) { return nil }
        await disown(.refreshed(tokens), attempt)
        throw RefreshFailure(.notFound(what: "grant"))
    }

    private func events(of answer: RefreshAnswer, _ attempt: RefreshAttempt) -> [AuditEvent] {
        var minted = origin.event(.tokenMinted, .done, answer.grant)
        minted.scopes = answer.token.issued.scopes
        minted.token = answer.newRefreshToken.map { context.audit.mark(of: $0) }
        if !answer.token.issued.scopes.isSubset(of: answer.grant.scopes) { minted.reason = "scopes_beyond_grant" }
        guard attempt.hasLostAnswer else { return [minted] }
        var resolved = origin.event(.intentResolved, .done, answer.grant)
        resolved.reason = "retried"
        return [resolved, minted]
    }

    private func publish(_ answer: RefreshAnswer, _ place: CachePlace) -> LiveToken {
        context.openIntents.forget(grant.id)
        guard scopes == nil else {
            context.cache.invalidate(answer.grant)
            return answer.token
        }
        return AccessTokens(context: context).replaceInMemory(answer.token, of: answer.grant, place)
    }
}
