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
        let left = try await order.inTurn(of: grant.key) { () async throws(VaultError) in
            try await endHere(grant, origin)
        }
        // Out of the turn: what is left concerns a token that no grant has any more.
        return RevocationReceipt(revokedLocally: true, upstream: await finish(left, waitMilliseconds))
    }

    /// What is left to do of a grant that ended with its session or its subject: it is deleted here, and revoked at its provider
    /// now or from the queue.
    ///
    /// - Returns: nil where somebody else has done so, or has put the grant anew.
    func finish(_ grant: Grant, _ origin: Origin) async throws(VaultError) -> RevocationReceipt.Upstream? {
        let left = try await order.inTurn(of: grant.key) { () async throws(VaultError) -> Left? in
            let standing = try context.stored { () throws(StoreFailure) in try context.store.grant(grant.id) }
            guard standing?.status == .reauthRequired(.ended) else { return nil }
            return try await endHere(grant, origin)
        }
        guard let left else { return nil }
        return await finish(left)
    }

    /// What is left to do at the provider once a grant is gone here.
    private enum Left {
        case job(RevocationJob)
        /// Nothing can be sent, and that is the last word.
        case nothing(RevocationReceipt.Upstream, reason: String)
    }

    private func finish(_ left: Left, _ waitMilliseconds: Int64 = 0) async -> RevocationReceipt.Upstream {
        switch left {
        case .job(let job): await revocations.tryAtOnce(job, waitMilliseconds)
        case .nothing(let upstream, _): upstream
        }
    }

    /// One durable step, also for what there is to say of a provider that nothing can be sent to.
    private func endHere(_ grant: Grant, _ origin: Origin) async throws(VaultError) -> Left {
        // As it is in its turn, which may be another generation than was found before.
        let (standing, left) = try standing(grant)
        var events = [origin.event(.grantRevoked, .done, standing)]
        var job: RevocationJob?
        switch left {
        case .job(let sealed): job = sealed
        case .nothing(_, let reason): events.append(unsendable(standing, reason))
        }
        let wasThere = try await context.storing { [job, events] () async throws(StoreFailure) in
            try await context.store.revoke(grant.id, queueing: job, telling: events)
        }
        guard wasThere else { throw .notFound(what: "grant") }
        context.openIntents.forget(grant.id)
        context.cache.invalidate(grant)
        return left
    }

    /// - Returns: no job also where the record key is lost, which is no reason to keep the grant.
    private func standing(_ grant: Grant) throws(VaultError) -> (Grant, Left) {
        let damaged = Left.nothing(.refused, reason: ReauthReason.recordDamaged.rawValue)
        let lineage: StoredLineage?
        do throws(StoreFailure) { lineage = try context.store.lineage(grant.id) } catch .damaged {
            context.recordDamage(of: grant.id)
            return (grant, damaged)
        } catch {
            throw VaultError(error)
        }
        guard let lineage else { throw .notFound(what: "grant") }
        // One that left the configuration may come back, and be asked then.
        if let provider = context.settings.provider(grant.provider), !provider.mayRevoke {
            return (lineage.grant, .nothing(.notSupported, reason: RevocationQueue.notSupported))
        }
        return (lineage.grant, try revocations.job(for: lineage).map(Left.job) ?? damaged)
    }

    private func unsendable(_ grant: Grant, _ reason: String) -> AuditEvent {
        var event = Origin.vault.event(.upstreamRevokeFailed, .failed, grant)
        event.reason = reason
        return event
    }
}
