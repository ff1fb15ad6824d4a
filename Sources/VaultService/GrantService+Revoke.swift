package import VaultCore

extension GrantService {
    /// Ends the grant: here at once and durably, at the provider now or from the queue.
    ///
    /// - Parameter waitMilliseconds: how long to wait for the provider's last word where the first try does not bring it.
    package func revoke(
        _ grant: Grant, _ permit: Permit, waitMilliseconds: Int64 = 0, caller: Caller
    ) async throws(VaultError) -> RevocationReceipt {
        try permit.check(.grantRevoke, for: grant.key)
        let origin = Origin(caller: caller, method: .grantRevoke)
        let job = try await order.inTurn(of: grant.key) { () async throws(VaultError) in
            try await endHere(grant, origin)
        }
        // Out of the turn: what is left concerns a token that no grant has any more.
        guard let job else { return RevocationReceipt(revokedLocally: true, upstream: .refused) }
        return RevocationReceipt(revokedLocally: true, upstream: await revocations.tryAtOnce(job, waitMilliseconds))
    }

    /// What is left to do of a grant that ended with its session or its subject: it is deleted here, and revoked at its provider
    /// now or from the queue.
    ///
    /// - Returns: nil where somebody else has done so, or has put the grant anew.
    func finish(_ grant: Grant, _ origin: Origin) async throws(VaultError) -> RevocationReceipt.Upstream? {
        let (isEnded, job) = try await order.inTurn(of: grant.key) {
            () async throws(VaultError) -> (Bool, RevocationJob?) in
            let standing = try context.stored { () throws(StoreFailure) in try context.store.grant(grant.id) }
            guard standing?.status == .reauthRequired(.ended) else { return (false, nil) }
            return (true, try await endHere(grant, origin))
        }
        guard isEnded else { return nil }
        guard let job else { return .refused }
        return await revocations.tryAtOnce(job)
    }

    /// - Returns: what is to be done at the provider; nil where the refresh token does not open and cannot be sent there.
    private func endHere(_ grant: Grant, _ origin: Origin) async throws(VaultError) -> RevocationJob? {
        // As it is in its turn, which may be another generation than was found before.
        let (standing, job) = try standing(grant)
        var events = [origin.event(.grantRevoked, .done, standing)]
        if job == nil { events.append(unsendable(standing)) }
        let wasThere = try await context.storing { () async throws(StoreFailure) in
            try await context.store.revoke(grant.id, queueing: job, telling: events)
        }
        guard wasThere else { throw .notFound(what: "grant") }
        context.openIntents.forget(grant.id)
        context.cache.invalidate(grant)
        return job
    }

    /// - Returns: no job also where the record key is lost, which is no reason to keep the grant.
    private func standing(_ grant: Grant) throws(VaultError) -> (Grant, RevocationJob?) {
        let lineage: StoredLineage?
        do throws(StoreFailure) { lineage = try context.store.lineage(grant.id) } catch .damaged {
            context.recordDamage(of: grant.id)
            return (grant, nil)
        } catch {
            throw VaultError(error)
        }
        guard let lineage else { throw .notFound(what: "grant") }
        return (lineage.grant, try revocations.job(for: lineage))
    }

    private func unsendable(_ grant: Grant) -> AuditEvent {
        var event = Origin.vault.event(.upstreamRevokeFailed, .failed, grant)
        event.reason = ReauthReason.recordDamaged.rawValue
        return event
    }
}
