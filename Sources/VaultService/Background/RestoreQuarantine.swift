package import VaultCore

/// Goes through the grants of a restored store before anyone is served: a refresh token that the provider may have replaced
/// since the copy was made is not sent again, because some providers end the whole lineage when an old one is.
package struct RestoreQuarantine: Sendable {
    private static let writesAtOnce = 64

    /// What became of the grants.
    package struct Report: Sendable, Equatable {
        /// They need re-authentication now.
        package var marked = 0
        /// They had been revoked since the copy was made, and were so again.
        package var revoked = 0
    }

    private let context: ServiceContext
    private let revocations: RevocationQueue

    package init(_ context: ServiceContext, revocations: RevocationQueue) {
        self.context = context
        self.revocations = revocations
    }

    /// May be run again after a crash: what is marked is not active any more.
    ///
    /// - Parameters:
    ///   - revoked: grants that are known to have been revoked since.
    ///   - isWhole: whether no other can have been.
    package func run(revoked: [GrantID], isWhole: Bool) async throws(VaultError) -> Report {
        var report = Report()
        for id in revoked where try await revokeAgain(id) { report.revoked += 1 }
        var filter = GrantFilter(isActive: true, limit: Limits.pageSize)
        while true {
            let page = try context.stored { () throws(StoreFailure) in try context.store.list(filter) }
            guard let last = page.last else { break }
            let now = context.clock.now()
            let spent = page.filter { mayBeSpent($0) }
            let results = await forEach(spent, atMost: Self.writesAtOnce) { grant in await condemn(grant, at: now) }
            for result in results { if try result.get() { report.marked += 1 } }
            filter.after = filter.place(of: last)
        }
        context.audit.record(AuditEvent(.storeRestored, .done, reason: isWhole ? nil : "revocations_unknown"))
        context.flushAudit()
        return report
    }

    /// A provider that is not in the configuration could have any rule.
    private func mayBeSpent(_ grant: Grant) -> Bool {
        guard let provider = context.settings.provider(grant.provider) else { return true }
        return !provider.rotation.keepsOlderTokens
    }

    /// - Returns: false when it is not in the copy.
    private func revokeAgain(_ id: GrantID) async throws(VaultError) -> Bool {
        let lineage: StoredLineage?
        do throws(StoreFailure) { lineage = try context.store.lineage(id) } catch .damaged {
            // Nothing could be sent to its provider, and one damaged record does not keep the vault shut.
            context.recordDamage(of: id)
            return try await context.storing { () async throws(StoreFailure) in
                try await context.store.revoke(id, queueing: nil, telling: [])
            }
        } catch {
            throw VaultError(error)
        }
        guard let lineage else { return false }
        let job = try revocations.job(for: lineage)
        var event = Origin.vault.event(.grantRevoked, .done, lineage.grant)
        event.reason = ReauthReason.restored.rawValue
        return try await context.storing { () async throws(StoreFailure) in
            try await context.store.revoke(id, queueing: job, telling: [event])
        }
    }

    private func condemn(_ grant: Grant, at now: Timestamp) async -> Result<Bool, VaultError> {
        var event = Origin.vault.event(.reauthRequired, .failed, grant)
        event.reason = ReauthReason.restored.rawValue
        do throws(StoreFailure) {
            return .success(
                try await context.store.requireReauth(
                    grant.id, condemned: grant.generation, reason: .restored, at: now, telling: [event]))
        } catch {
            return .failure(VaultError(error))
        }
    }
}
