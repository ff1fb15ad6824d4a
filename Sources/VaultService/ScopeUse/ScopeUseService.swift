import Synchronization
package import VaultCore

/// Writes down what clients asked for, and reports on it. A report is no audit: nothing here knows a user, and a crash may
/// cost the counts of one interval.
package final class ScopeUseService: Sendable {
    /// Counts in one write, so that no call waits long behind it.
    static let batch = 512

    package let tally: ScopeTally
    private let context: ServiceContext
    private let store: any ScopeUseStore
    private let startedAt: Timestamp
    /// Whether the store knows when counting began.
    private let hasBegun = Atomic(false)

    package init(_ context: ServiceContext, store: any ScopeUseStore) {
        self.context = context
        self.store = store
        tally = context.cache.scopeUses
        startedAt = context.clock.now()
    }

    /// Writes what was counted since the last time, and removes what is too old. What cannot be written is kept for the next
    /// time: nothing is counted twice, and nothing is lost while the process lives.
    ///
    /// - Parameter evenIfNothing: for whoever reads next: behind an empty write all that were begun before are done.
    package func flush(evenIfNothing: Bool = false) async throws(StoreFailure) {
        let now = context.clock.now()
        var batches = tally.take(at: now).flatMap { day, counts in Self.batches(counts).map { (day, $0) } }
        if batches.isEmpty, evenIfNothing || !hasBegun.load(ordering: .relaxed) { batches = [(now.day, [:])] }
        let first = now.day - ScopeUses.keptDays + 1
        while let (day, counts) = batches.last {
            do throws(StoreFailure) {
                try await store.add(counts, day: day, since: startedAt, keeping: first)
            } catch {
                for (day, counts) in batches { tally.putBack(counts, day: day) }
                throw error
            }
            hasBegun.store(true, ordering: .relaxed)
            batches.removeLast()
        }
    }

    /// - Parameters:
    ///   - question: its days are within their limits.
    ///   - policy: the one that is reported on.
    package func report(
        _ question: ScopeQuestion, under policy: Policy, _ permit: Permit
    ) async throws(VaultError) -> ScopeReport {
        try permit.check(.reportScopes)
        try await context.storing { () async throws(StoreFailure) in try await flush(evenIfNothing: true) }
        let (now, providers) = (context.clock.now(), context.settings.providers)
        let first = max(0, now.day - question.days + 1)
        return try await offLoop { [context, store] () throws(VaultError) in
            let uses = try context.stored { () throws(StoreFailure) in
                try store.scopeUses(from: first, of: question.client)
            }
            return ScopeReport(question, uses, under: policy, providers, now: now)
        }
    }

    private static func batches(_ counts: ScopeCounts) -> [ScopeCounts] {
        var batches: [ScopeCounts] = []
        for (number, (key, count)) in counts.enumerated() {
            if number % batch == 0 { batches.append([:]) }
            batches[batches.count - 1][key] = count
        }
        return batches
    }
}
