/// What `report.scopes` asks.
package struct ScopeQuestion: Hashable, Sendable {
    /// nil for all.
    package var client: ClientName?
    package var provider: ProviderName?
    /// Days of UTC, today as the last: 1 to `ScopeUses.keptDays`.
    package var days: Int64

    package static let usualDays: Int64 = 30

    package init(client: ClientName? = nil, provider: ProviderName? = nil, days: Int64 = usualDays) {
        self.client = client
        self.provider = provider
        self.days = days
    }
}

/// The answer to `report.scopes`: what clients may have, what they asked for and got, and which rules could be narrower.
package struct ScopeReport: Equatable, Sendable {
    /// A longer answer would not fit what a connection may have waiting.
    package static let mostListed = 500
    /// Scopes that each list of an entry names at most.
    package static let mostScopes = 256

    package let question: ScopeQuestion
    /// What is said holds from here on: the first day of the question, or when counting began, if that was later.
    package let since: Timestamp
    package let recordedSince: Timestamp?
    package var entries: [ScopeReportEntry]
    package var advice: [ScopeAdvice]
    /// Entries and rules that there was no room for.
    package var leftOut: Int

    package init(
        question: ScopeQuestion, since: Timestamp, recordedSince: Timestamp?, entries: [ScopeReportEntry],
        advice: [ScopeAdvice], leftOut: Int
    ) {
        self.question = question
        self.since = since
        self.recordedSince = recordedSince
        self.entries = entries
        self.advice = advice
        self.leftOut = leftOut
    }
}

extension ScopeReport {
    /// - Parameter providers: all that are configured.
    package init(
        _ question: ScopeQuestion, _ uses: ScopeUses, under policy: Policy, _ providers: [ProviderSettings],
        now: Timestamp
    ) {
        let narrowing = Dictionary(providers.map { ($0.name, $0.narrowing) }, uniquingKeysWith: { first, _ in first })
        let usages = Self.usages(uses.counts)
        let clients = policy.clientNames.filter { question.client == nil || question.client == $0 }
        var entries: [ScopeReportEntry] = []
        var advice: [ScopeAdvice] = []
        for client in clients {
            let usage = { (provider: ProviderName) -> ScopeUsage in
                var usage = usages[Pair(client: client, provider: provider)] ?? ScopeUsage()
                // Of which of them it was nobody can tell.
                let elsewhere = usages[Pair(client: client, provider: nil)]?.count(.untold) ?? 0
                if elsewhere > 0 { usage.add(.untold, "", elsewhere) }
                return usage
            }
            let rules = policy.scopeRules(of: client)
            for provider in providers.map(\.name).sorted(by: { $0.text < $1.text }) {
                guard question.provider == nil || question.provider == provider else { continue }
                let own = rules.filter { $0.reaches(provider) }
                if own.isEmpty && usage(provider).isIdle { continue }
                entries.append(
                    ScopeReportEntry(
                        client: client, provider: provider, narrowing: narrowing[provider] ?? .lineage,
                        usage: usage(provider), rules: own.map(\.terms)))
            }
            for rule in rules where question.provider.map(rule.reaches) ?? true {
                let reached = narrowing.filter { rule.reaches($0.key) }.map { (usage($0.key), $0.value) }
                advice.append(ScopeAdvice(rule, reached))
            }
        }
        let listed = Self.fitting(entries.lazy.map(\.byteCount))
        let advised = Self.fitting(advice.lazy.map(\.byteCount))
        let began = uses.recordedSince
        let first = Timestamp(day: max(0, now.day - question.days + 1))
        self.init(
            question: question, since: max(first, began ?? now), recordedSince: began,
            entries: Array(entries.prefix(listed)), advice: Array(advice.prefix(advised)),
            leftOut: entries.count - listed + advice.count - advised)
    }

    private struct Pair: Hashable {
        let client: ClientName
        let provider: ProviderName?
    }

    private static func usages(_ counts: ScopeCounts) -> [Pair: ScopeUsage] {
        counts.reduce(into: [:]) { usages, one in
            usages[Pair(client: one.key.client, provider: one.key.provider), default: ScopeUsage()]
                .add(one.key.kind, one.key.scope, one.value)
        }
    }

    /// How many of things of these sizes one answer holds; entries and advice share it.
    private static func fitting(_ sizes: some Collection<Int>) -> Int {
        var bytes = 0
        for (number, size) in sizes.prefix(mostListed).enumerated() {
            bytes += size
            if bytes > Limits.pageBytes / 2 { return max(1, number) }
        }
        return min(sizes.count, mostListed)
    }
}
