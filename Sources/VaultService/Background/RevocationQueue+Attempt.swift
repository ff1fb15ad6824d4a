import VaultCore

extension RevocationQueue {
    /// The grant's refresh token as a job of its own, sealed under a record key of its own, so that the grant's can go.
    ///
    /// - Returns: nil where the refresh token does not open; then there is nothing that could be sent.
    func job(for lineage: StoredLineage) throws(VaultError) -> RevocationJob? {
        let grant = lineage.grant
        let token: Secret
        do throws(SealFailure) {
            token = try context.withRecordKey(lineage.recordKey, of: grant.id.rawValue) { key throws(SealFailure) in
                try context.sealer.open(lineage.refreshToken, under: key, in: grant.refreshTokenContext)
            }
        } catch {
            switch error {
            case .doesNotOpen, .unknownMasterKey: return nil
            case .isSealed, .cryptoFailed: throw VaultError(error)
            }
        }
        let id = context.store.reserveID()
        let now = context.clock.now()
        let sealedAs = SealContext.revocationToken(record: id, key: grant.key, generation: grant.generation)
        return try context.sealing { () throws(SealFailure) in
            let (key, sealed) = try context.sealer.sealUnderNewKey(token, in: sealedAs)
            let firstLook = RevocationRules.firstLook(now: now, deadlineMilliseconds: deadline(of: grant.provider))
            return RevocationJob(
                id: id, key: grant.key, generation: grant.generation, token: sealed, recordKey: key, queuedAt: now,
                dueAt: firstLook)
        }
    }

    /// One try at the provider, its result written; put off where the provider is not to be asked now.
    ///
    /// - Parameter patienceMilliseconds: how long it may wait for the provider's rate.
    func attempt(
        _ job: RevocationJob, patienceMilliseconds: Int64 = ProviderPaces.patienceMilliseconds
    ) async -> RevocationReceipt.Upstream {
        await inHand(job) {
            // A provider that left the configuration may come back.
            guard let provider = context.settings.provider(job.key.provider) else {
                return await putOff(job, hintSeconds: nil, nil)
            }
            guard provider.mayRevoke else { return await finish(job, .notSupported, Self.notSupported, nil) }
            do throws(RefreshFailure) {
                if let refusal = context.breakers.standing(of: provider.name) { throw refusal }
                return try await context.paces.whenAllowed(provider, patienceMilliseconds: patienceMilliseconds) {
                    () async throws(RefreshFailure) in
                    if let refusal = context.revocationBreakers.refusal(of: provider.name) { throw refusal }
                    return await send(job, to: provider)
                }
            } catch {
                return await leave(job, for: error.retryAfterMilliseconds ?? Self.unaskedMilliseconds)
            }
        }
    }

    /// Where nobody says when the provider may be asked: a client registration at fault.
    private static let unaskedMilliseconds: Int64 = 60_000

    private func send(_ job: RevocationJob, to provider: ProviderSettings) async -> RevocationReceipt.Upstream {
        let token: Secret
        do throws(SealFailure) {
            token = try context.withRecordKey(job.recordKey, of: job.id) { key throws(SealFailure) in
                try context.sealer.open(job.token, under: key, in: job.sealContext)
            }
        } catch {
            context.revocationBreakers.take(.notAsked, of: provider.name)
            switch error {
            case .isSealed, .cryptoFailed: return .queued
            case .doesNotOpen, .unknownMasterKey:
                if error == .doesNotOpen { recordIntegrityFailure(of: job) }
                return await finish(job, .refused, ReauthReason.recordDamaged.rawValue, nil)
            }
        }
        let outcome = await context.provider.revoke(RevocationRequest(provider: provider, refreshToken: token))
        context.revocationBreakers.take(Breaker.Report(outcome), of: provider.name)
        return await settle(job, outcome)
    }

    /// Without counting a try. Not written, the job stays due.
    private func leave(_ job: RevocationJob, for milliseconds: Int64) async -> RevocationReceipt.Upstream {
        let moment = Timestamp(milliseconds: context.clock.now().milliseconds + milliseconds)
        do throws(StoreFailure) {
            try await context.store.postponeRevocation(job.id, attempts: job.attempts, until: moment)
            look(at: moment)
        } catch {}
        return .queued
    }

    private func settle(_ job: RevocationJob, _ outcome: RevocationOutcome) async -> RevocationReceipt.Upstream {
        switch outcome {
        case .revoked: await finish(job, .revoked, nil, nil)
        case .notSupported: await finish(job, .notSupported, Self.notSupported, nil)
        case .refused(let code): await finish(job, .refused, "refused", code)
        case .retry(let reason, let seconds): await putOff(job, hintSeconds: seconds, reason)
        }
    }

    private func putOff(
        _ job: RevocationJob, hintSeconds: Int64?, _ reason: UnavailableReason?
    ) async -> RevocationReceipt.Upstream {
        let failures = job.attempts + 1
        let next = RevocationRules.nextTry(
            after: failures, queuedAt: job.queuedAt, hintSeconds: hintSeconds, now: context.clock.now(),
            jitter: .random(in: .min ... .max))
        switch next {
        case .never: return await finish(job, .refused, "gave_up", nil)
        case .at(let moment):
            // Not written, the job stays due: a try too many, never one too few.
            do throws(StoreFailure) {
                try await context.store.postponeRevocation(job.id, attempts: failures, until: moment)
            } catch {}
            return .queued
        }
    }

    private func finish(
        _ job: RevocationJob, _ upstream: RevocationReceipt.Upstream, _ reason: String?, _ code: ProviderErrorCode?
    ) async -> RevocationReceipt.Upstream {
        let isRevoked = upstream == .revoked
        let event = AuditEvent(
            isRevoked ? .upstreamRevoked : .upstreamRevokeFailed, isRevoked ? .done : .failed,
            subject: job.key.subject, provider: job.key.provider, generation: job.generation, reason: reason,
            providerError: code)
        // Not deleted, the job is tried again: revoking twice is no fault (RFC 7009 §2.2).
        do throws(StoreFailure) { try await context.store.finishRevocation(job.id, telling: [event]) } catch {}
        tell(upstream, of: job)
        return upstream
    }
}

extension RevocationQueue {
    private func recordIntegrityFailure(of job: RevocationJob) {
        context.audit.record(
            AuditEvent(
                .integrityFailure, .failed, subject: job.key.subject, provider: job.key.provider,
                generation: job.generation, reason: "revocation_token"))
    }
}

extension RevocationJob {
    /// What the ciphertext of the job's token is bound to.
    fileprivate var sealContext: SealContext {
        .revocationToken(record: id, key: key, generation: generation)
    }
}
