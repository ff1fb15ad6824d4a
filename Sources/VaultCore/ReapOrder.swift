/// Which dead grants `grant.reap` removes, or only lists.
package struct ReapOrder: Hashable, Sendable {
    /// How long they have been dead, at least.
    package var olderThanSeconds: Int64
    package var provider: ProviderName?
    package var isDryRun: Bool
    package var after: GrantPlace?
    /// How many are looked at, 1 to `Limits.pageSize`.
    package var limit: Int

    package init(
        olderThanSeconds: Int64, provider: ProviderName? = nil, isDryRun: Bool = false, after: GrantPlace? = nil,
        limit: Int = 100
    ) {
        self.olderThanSeconds = olderThanSeconds
        self.provider = provider
        self.isDryRun = isDryRun
        self.after = after
        self.limit = limit
    }
}

/// What was removed, or would be; in the order in which they died.
package struct ReapPage: Sendable {
    package var grants: [Grant]
    package var isDryRun: Bool
    /// Where to go on; nil when all were looked at.
    package var next: GrantPlace?

    package init(grants: [Grant], isDryRun: Bool, next: GrantPlace?) {
        self.grants = grants
        self.isDryRun = isDryRun
        self.next = next
    }
}

extension Grant {
    /// Of what a dead one died: why it needs re-authentication, or which life has ended.
    package var deadOf: String {
        if case .reauthRequired(let reason) = status { return reason.rawValue }
        return death?.reason.rawValue ?? GrantDeath.Reason.condemned.rawValue
    }
}
