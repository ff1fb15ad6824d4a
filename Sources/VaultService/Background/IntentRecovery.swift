package import VaultCore

/// Resolves the intents that the last run of the daemon left open, by each provider's rotation rule (DESIGN §6.4).
///
/// What is lost is marked before anyone is served. What may be tried again is refreshed at its next use; only where a grace
/// window is running out, at once and in the background, a few at a time.
package struct IntentRecovery: Sendable {
    /// How the open intents were resolved.
    package struct Report: Sendable, Equatable {
        package var lost = 0
        package var retryable = 0
        /// Their provider is not in the configuration, or their grant does not read back: they wait until it is or does.
        package var waiting = 0
    }

    private enum Resolution: Sendable {
        case lost
        case retryable
        case urgent(Grant)
        case waiting
        /// Its grant is gone, replaced or condemned already.
        case void
    }

    private static let writesAtOnce = 64
    private static let refreshesAtOnce = 8

    private let context: ServiceContext
    private let order: GrantOrder
    private let refresher: Refresher

    package init(_ context: ServiceContext, order: GrantOrder, refresher: Refresher) {
        self.context = context
        self.order = order
        self.refresher = refresher
    }

    /// To be called before the first request is served.
    ///
    /// - Returns: also the grants that `refresh` is to be called with, while requests are served.
    package func resolve() async throws(VaultError) -> (report: Report, urgent: [Grant]) {
        let intents = try context.stored { () throws(StoreFailure) in try context.store.openIntents() }
        let results = await forEach(intents, atMost: Self.writesAtOnce) { intent in
            await Result { () async throws(VaultError) in try await self.resolve(intent) }
        }
        context.flushAudit()
        var report = Report()
        var urgent: [Grant] = []
        for result in results {
            switch try result.get() {
            case .lost: report.lost += 1
            case .retryable: report.retryable += 1
            case .urgent(let grant):
                report.retryable += 1
                urgent.append(grant)
            case .waiting: report.waiting += 1
            case .void: break
            }
        }
        return (report, urgent)
    }

    /// Refreshes while the grace window is open; what comes of it is in the audit log and in the store.
    package func refresh(_ urgent: [Grant]) async {
        await forEach(urgent, atMost: Self.refreshesAtOnce) { grant in
            let need = TokenNeed(asked: nil, usual: 0, fresh: true)
            _ = await refresher.refresh(grant, scopes: nil, need, .vault)
            context.flushAudit()
        }
    }

    private func resolve(_ intent: RefreshIntent) async throws(VaultError) -> Resolution {
        let grant: Grant?
        do throws(StoreFailure) {
            grant = try context.store.grant(intent.grant)
        } catch .damaged {
            // One damaged record does not keep the vault from starting; its intent stays.
            context.recordDamage(of: intent.grant)
            return .waiting
        } catch {
            throw VaultError(error)
        }
        guard let grant, grant.generation == intent.generation, grant.status == .active else {
            try await context.storing { () async throws(StoreFailure) in
                try await context.store.clearIntent(intent.grant)
            }
            return .void
        }
        guard let provider = context.settings.provider(grant.provider) else {
            context.openIntents.remember(intent)
            return .waiting
        }
        switch provider.rotation.resolve(intentAt: intent.startedAt, now: context.clock.now()) {
        case .lost: return try await condemn(grant)
        case .mayRetry:
            context.openIntents.remember(intent)
            return provider.rotation.hasWindow ? .urgent(grant) : .retryable
        }
    }

    private func condemn(_ grant: Grant) async throws(VaultError) -> Resolution {
        let events = [AuditEvent.Kind.intentResolved, .reauthRequired].map { kind in
            var event = Origin.vault.event(kind, .failed, grant)
            event.reason = ReauthReason.lostRotation.rawValue
            return event
        }
        let isCondemned = try await order.inTurn(of: grant.key) { () async throws(VaultError) in
            try await context.storing { () async throws(StoreFailure) in
                try await context.store.requireReauth(
                    grant.id, condemned: grant.generation, reason: .lostRotation, at: context.clock.now(),
                    telling: events)
            }
        }
        guard isCondemned else { return .void }
        context.cache.invalidate(grant)
        return .lost
    }
}

extension RotationRule {
    /// Whether waiting makes a retry impossible.
    fileprivate var hasWindow: Bool {
        switch self {
        case .rotatesWithGrace: true
        case .none, .rotates, .oldStaysValid, .revokesFamilyOnReuse: false
        }
    }
}

extension Result {
    fileprivate init(_ body: () async throws(Failure) -> Success) async {
        do throws(Failure) { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
