import VaultCore

extension RefreshFlow {
    /// Asks the provider, once more where the answer was lost and that is safe, and does what is decided.
    func ask(_ attempt: RefreshAttempt) async throws(RefreshFailure) -> LiveToken? {
        var attempt = attempt
        while true {
            let sentAt = context.clock.now()
            let outcome = await context.provider.refresh(
                RefreshRequest(
                    provider: attempt.provider, refreshToken: attempt.refreshToken, scopes: scopes,
                    proofKey: attempt.proofKey))
            context.checkpoint(.answerReceived)
            let provider = attempt.provider.name
            report(context.breakers.take(Breaker.Report(outcome), of: provider), of: provider)
            context.recentRefusals.note(outcome, of: attempt.grant, scopes)
            let decision = decision(about: outcome, attempt)
            guard decision == .retry else { return try await act(on: decision, outcome, attempt, sentAt: sentAt) }
            attempt.hasLostAnswer = true
            attempt.isSecondTry = true
            context.paces.charge(attempt.provider)
        }
    }

    private func decision(about outcome: RefreshOutcome, _ attempt: RefreshAttempt) -> RefreshDecision {
        if RefreshDecision.isAnswer(outcome, to: attempt.grant.pin) { return .commit }
        return RefreshDecision(outcome, situation(attempt))
    }

    /// Where the store cannot be read, the generation sent is taken for current: every write that follows compares again.
    private func situation(_ attempt: RefreshAttempt) -> RefreshSituation {
        var stored: Generation? = attempt.grant.generation
        do throws(StoreFailure) { stored = try context.store.grant(grant.id)?.generation } catch {}
        return attempt.situation(stored: stored, at: context.clock.now())
    }

    private func act(
        on decision: RefreshDecision, _ outcome: RefreshOutcome, _ attempt: RefreshAttempt, sentAt: Timestamp
    ) async throws(RefreshFailure) -> LiveToken? {
        switch decision {
        case .commit:
            guard case .refreshed(let tokens) = outcome else { preconditionFailure("only an answer is committed") }
            return try await commit(tokens, attempt, sentAt: sentAt)
        case .condemn(let reason):
            return try await condemn(attempt.grant, reason, outcome.providerError)
        case .report:
            await clearIntent(attempt.grant)
            throw report(outcome, attempt.grant)
        case .reportAndKeepIntent:
            throw report(outcome, attempt.grant)
        case .readAgain:
            return nil
        case .gone:
            await disown(outcome, attempt)
            throw RefreshFailure(.notFound(what: "grant"))
        case .retry:
            preconditionFailure("a retry is done by the one who asks")
        }
    }

    /// Marks the grant so that it no longer mints; always throws unless the store holds another generation.
    func condemn(
        _ grant: Grant, _ reason: ReauthReason, _ providerError: ProviderErrorCode? = nil
    ) async throws(RefreshFailure) -> LiveToken? {
        var event = origin.event(.reauthRequired, .failed, grant)
        event.reason = reason.rawValue
        event.providerError = providerError
        var events = [event]
        if reason == .subjectMismatch { events.insert(origin.event(.answerQuarantined, .failed, grant), at: 0) }
        let isCondemned: Bool
        do throws(StoreFailure) {
            isCondemned = try await context.store.requireReauth(
                grant.id, condemned: grant.generation, reason: reason, at: context.clock.now(), telling: events)
        } catch {
            throw RefreshFailure(VaultError(error))
        }
        guard isCondemned else { return nil }
        context.openIntents.forget(grant.id)
        context.cache.invalidate(grant)
        throw RefreshFailure(.reauthRequired(reason, providerError: providerError))
    }

    /// A failure to clear is no harm: what stays is an intent that will be resolved as if the answer was lost.
    private func clearIntent(_ grant: Grant) async {
        do throws(StoreFailure) {
            try await context.store.clearIntent(grant.id)
            context.openIntents.forget(grant.id)
        } catch {}
    }

    func report(_ outcome: RefreshOutcome, _ grant: Grant) -> RefreshFailure {
        let failure = RefreshFailure(outcome, grant.provider)
        var event = origin.event(.refreshFailed, .failed, grant)
        event.reason = outcome.word
        event.providerError = outcome.providerError
        context.audit.record(event)
        return failure
    }

    /// The alarm that a provider is not asked any more, and its end.
    func report(_ change: Breaker.Change?, of provider: ProviderName) {
        guard let change else { return }
        var event = AuditEvent(.providerHeldBack, .failed, provider: provider)
        switch change {
        case .opened(let cause):
            event.reason = cause.word
            event.providerError = cause.providerError
        case .closed: event = AuditEvent(.providerRecovered, .done, provider: provider)
        }
        context.audit.record(event)
    }

    /// The grant was revoked while its refresh token was being replaced: nobody else knows the new one, so it is revoked
    /// here or never.
    func disown(_ outcome: RefreshOutcome, _ attempt: RefreshAttempt) async {
        context.openIntents.forget(grant.id)
        guard case .refreshed(let tokens) = outcome, let orphan = tokens.refreshToken else { return }
        context.paces.charge(attempt.provider)
        let answer = await context.provider.revoke(
            RevocationRequest(provider: attempt.provider, refreshToken: orphan))
        let isRevoked = answer == .revoked
        var event = Origin.vault.event(
            isRevoked ? .upstreamRevoked : .upstreamRevokeFailed, isRevoked ? .done : .failed, attempt.grant)
        event.reason = "grant_gone"
        context.audit.record(event)
    }
}
