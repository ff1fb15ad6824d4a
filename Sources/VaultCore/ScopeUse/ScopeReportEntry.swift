/// What one client may have at one provider, and what it made of it.
package struct ScopeReportEntry: Equatable, Sendable {
    /// In which way the policy or the tokens are broader than what was asked for.
    package enum Breadth: String, CaseIterable, Sendable {
        /// It may have tokens and asked for none.
        case notCalled = "not_called"
        /// It may have all that a grant has and asked for some of it.
        case ruleAllowsAll = "rule_allows_all"
        /// The rules name scopes that it never asked for.
        case ruleNamesMore = "rule_names_more"
        /// It was given tokens for more than it asked for.
        case tokenHasMore = "token_has_more"
    }

    /// A scope and how many calls it was part of.
    package struct Count: Equatable, Sendable {
        package let scope: String
        package let calls: Int64

        package init(scope: String, calls: Int64) {
            self.scope = scope
            self.calls = calls
        }
    }

    package let client: ClientName
    package let provider: ProviderName
    package let narrowing: NarrowingRule
    /// Some rule has no ceiling.
    package let allowsAll: Bool
    /// What rules name, sorted.
    package let allowed: [String]
    /// Calls that got a token, by what they said.
    package let namedCalls: Int64
    package let openCalls: Int64
    package let broaderCalls: Int64
    package let namelessCalls: Int64
    package let untold: Int64
    /// By name, sorted, whether or not a token came of it.
    package let asked: [Count]
    /// By name, on a token.
    package let used: [Count]
    /// What tokens carried.
    package let granted: [String]
    package let delegated: [String]
    /// Named by rules, and neither asked for nor handed on, nor on the token of a call that did not say what it needs.
    package let neverUsed: [String]
    /// What tokens carried that nobody asked for; nothing where calls did not say what they need.
    package let unneeded: [String]
    package let breadth: [Breadth]
    /// Scopes of the lists above that are not told.
    package let scopesLeftOut: Int

    /// - Parameter rules: the terms of those that reach the provider; none where the client may no longer have its tokens.
    package init(
        client: ClientName, provider: ProviderName, narrowing: NarrowingRule, usage: ScopeUsage, rules: [RuleTerms]
    ) {
        self.client = client
        self.provider = provider
        self.narrowing = narrowing
        allowsAll = rules.contains { $0.scopes == nil }
        let named = Set(rules.flatMap { $0.scopes?.scopes ?? [] })
        namedCalls = usage.count(.named)
        openCalls = usage.count(.open)
        broaderCalls = usage.count(.broader)
        namelessCalls = usage.count(.nameless)
        untold = usage.count(.untold)
        // What was not told apart may have been any of them.
        let isKnown = untold == 0
        let unused = isKnown ? named.subtracting(usage.wanted).subtracting(usage.scopes(.openCarried)) : []
        let extra = isKnown && openCalls == 0 ? usage.scopes(.carried).subtracting(usage.wanted) : []
        var lists = ListLimit()
        allowed = lists.cut(named)
        asked = lists.cut(usage.counts(.used, .unmet))
        used = lists.cut(usage.counts(.used))
        granted = lists.cut(usage.granted)
        delegated = lists.cut(usage.scopes(.delegated))
        neverUsed = lists.cut(unused)
        unneeded = lists.cut(extra)
        scopesLeftOut = lists.leftOut
        var breadth: [Breadth] = []
        if usage.isIdle && !rules.isEmpty { breadth.append(.notCalled) }
        if allowsAll, namedCalls > 0, openCalls == 0, isKnown { breadth.append(.ruleAllowsAll) }
        if !unused.isEmpty && !usage.isIdle { breadth.append(.ruleNamesMore) }
        if broaderCalls > 0 { breadth.append(.tokenHasMore) }
        self.breadth = breadth
    }

    /// About what it takes in an answer.
    var byteCount: Int {
        let names = [allowed, granted, delegated, neverUsed, unneeded].joined().reduce(0) { $0 + $1.utf8.count + 3 }
        return (asked + used).reduce(names + 500) { $0 + $1.scope.utf8.count + 40 }
    }
}

/// Cuts lists to `ScopeReport.mostScopes` and counts what it cut off.
private struct ListLimit {
    private(set) var leftOut = 0

    mutating func cut(_ scopes: Set<String>) -> [String] {
        leftOut += max(0, scopes.count - ScopeReport.mostScopes)
        return Array(scopes.sorted().prefix(ScopeReport.mostScopes))
    }

    mutating func cut(_ counts: [String: Int64]) -> [ScopeReportEntry.Count] {
        cut(Set(counts.keys)).map { ScopeReportEntry.Count(scope: $0, calls: counts[$0] ?? 0) }
    }
}
