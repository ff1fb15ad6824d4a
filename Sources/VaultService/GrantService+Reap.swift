package import VaultCore

extension GrantService {
    private static let atOnce = 8

    /// Removes grants that have been dead for so long, or tells which would be.
    ///
    /// - Parameter reaches: whether the caller may see the grant.
    package func reap(
        _ order: ReapOrder, _ permit: Permit, caller: Caller, reaches: (Grant) -> Bool
    ) async throws(VaultError) -> ReapPage {
        try permit.check(.grantReap)
        return try await reap(order, Origin(caller: caller, method: .grantReap), reaches: reaches)
    }

    func reap(
        _ order: ReapOrder, _ origin: Origin, reaches: (Grant) -> Bool = { _ in true }
    ) async throws(VaultError) -> ReapPage {
        let now = context.clock.now()
        let end = now.adding(seconds: -order.olderThanSeconds)
        let filter = GrantFilter(
            providers: order.provider.map { [$0] }, deaths: DeathWindow(until: end, includesCondemned: true),
            after: order.after, limit: order.limit)
        let found = try context.stored { () throws(StoreFailure) in try context.store.list(filter) }
        let next = found.count == order.limit ? found.last.map(filter.place) : nil
        let dead = found.filter { reaches($0) && isDead($0, since: end) }
        if order.isDryRun { return ReapPage(grants: dead, isDryRun: true, next: next) }
        let results = await forEach(dead, atMost: Self.atOnce) { grant in await self.bury(grant, since: end, origin) }
        var gone: [Grant] = []
        for result in results {
            switch result {
            case .success(let grant?): gone.append(grant)
            case .success(nil): break
            // Those that are gone are told; the others are found the next time.
            case .failure(let error): if gone.isEmpty, results.allSatisfy(\.hasFailed) { throw error }
            }
        }
        gone.sort { ($0.death?.at ?? end, $0.id) < ($1.death?.at ?? end, $1.id) }
        return ReapPage(grants: gone, isDryRun: false, next: next)
    }

    /// By what is stored and by the lives that the configuration says now: a walk that brings the one up to the other may be
    /// under way.
    private func isDead(_ grant: Grant, since end: Timestamp) -> Bool {
        let lives = context.settings.provider(grant.provider)?.lives ?? .unknown
        guard let stored = grant.death, let death = GrantDeath(of: grant, lives) else { return false }
        return max(stored.at, death.at) <= end
    }

    /// - Returns: nil where it is not dead after all, somebody else has ended it, or an access token of it still lives.
    private func bury(_ grant: Grant, since end: Timestamp, _ origin: Origin) async -> Result<Grant?, VaultError> {
        do throws(VaultError) {
            return .success(
                try await order.inTurn(of: grant.key) { () async throws(VaultError) -> Grant? in
                    try await buryInTurn(grant, since: end, origin)
                })
        } catch {
            return .failure(error)
        }
    }

    private func buryInTurn(_ grant: Grant, since end: Timestamp, _ origin: Origin) async throws(VaultError) -> Grant? {
        let lineage = try context.stored(about: grant.id) { () throws(StoreFailure) in
            try context.store.lineage(grant.id)
        }
        guard let lineage, lineage.grant.status != .reauthRequired(.ended), isDead(lineage.grant, since: end) else {
            return nil
        }
        let token = try context.stored(about: grant.id) { () throws(StoreFailure) in
            try context.store.cachedToken(grant.id, scopes: nil)
        }
        if let token, token.expiresAt > context.clock.now() { return nil }
        let standing = lineage.grant
        let job = standing.mayLiveAtProvider ? try revocations.job(for: lineage) : nil
        var event = origin.event(.grantReaped, .done, standing)
        event.reason = standing.deadOf
        let wasThere = try await context.storing { () async throws(StoreFailure) in
            try await context.store.revoke(grant.id, queueing: job, telling: [event])
        }
        guard wasThere else { return nil }
        context.openIntents.forget(grant.id)
        context.cache.invalidate(standing)
        if job != nil { revocations.wake() }
        return standing
    }
}

extension Grant {
    /// It was condemned for another reason than that the provider is done with it.
    fileprivate var mayLiveAtProvider: Bool {
        switch status {
        case .reauthRequired(.refreshTokenRefused), .reauthRequired(.refreshTokenExpired), .active, .stepUpRequired:
            false
        case .reauthRequired: true
        }
    }
}

extension Result {
    fileprivate var hasFailed: Bool { if case .failure = self { true } else { false } }
}
