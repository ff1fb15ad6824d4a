package import VaultCore

/// Goes through the grants of a restored store before anyone is served: a refresh token that the provider may have replaced
/// since the copy was made is not sent again, because some providers end the whole lineage when an old one is.
package struct RestoreQuarantine: Sendable {
    private static let writesAtOnce = 64

    private let context: ServiceContext

    package init(_ context: ServiceContext) { self.context = context }

    /// May be run again after a crash: what is marked is not active any more.
    ///
    /// - Parameter copied: when the store was as it is now; any refresh after that is not in it.
    /// - Returns: how many grants need re-authentication now.
    package func run(copied: Timestamp) async throws(VaultError) -> Int {
        var marked = 0
        var filter = GrantFilter(isActive: true, limit: Limits.pageSize)
        while true {
            let page = try context.stored { () throws(StoreFailure) in try context.store.list(filter) }
            guard let last = page.last else { break }
            let now = context.clock.now()
            let spent = page.filter { mayBeSpent($0, copied: copied, now: now) }
            let results = await forEach(spent, atMost: Self.writesAtOnce) { grant in await condemn(grant, at: now) }
            for result in results { if try result.get() { marked += 1 } }
            filter.after = last.id
        }
        context.audit.record(AuditEvent(.storeRestored, .done))
        context.flushAudit()
        return marked
    }

    /// A provider that is not in the configuration could have any rule.
    private func mayBeSpent(_ grant: Grant, copied: Timestamp, now: Timestamp) -> Bool {
        guard let provider = context.settings.provider(grant.provider) else { return true }
        // As if each grant had been refreshed right after the copy, and the answer been lost with the store.
        switch provider.rotation.resolve(intentAt: copied, now: now) {
        case .mayRetry: return false
        case .lost: return true
        }
    }

    private func condemn(_ grant: Grant, at now: Timestamp) async -> Result<Bool, VaultError> {
        do throws(StoreFailure) {
            let isMarked = try await context.store.requireReauth(
                grant.id, condemned: grant.generation, reason: .restored, at: now)
            guard isMarked else { return .success(false) }
        } catch {
            return .failure(VaultError(error))
        }
        var event = Origin.vault.event(.reauthRequired, .failed, grant)
        event.reason = ReauthReason.restored.rawValue
        context.audit.record(event)
        return .success(true)
    }
}
