/// How one rule could be narrower and still let its client do all that it did.
package struct ScopeAdvice: Equatable, Sendable {
    package enum Verdict: String, CaseIterable, Sendable {
        /// `suggested` would do.
        case tighten
        /// It gives what is used.
        case fits
        /// Nothing that it is for was asked for: it may not be needed at all.
        case notCalled = "not_called"
        /// Calls never say which scopes they need, so that nothing can be said but what their tokens carried.
        case asksForAll = "asks_for_all"
        /// Tokens came without the names of their scopes; with a ceiling there would be none.
        case tokensNameNone = "tokens_name_none"
        /// More different scopes were in use than are told apart.
        case notToldApart = "not_told_apart"
        /// More scopes are in use than a rule can name.
        case tooMany = "too_many"
    }

    package let rule: RuleName
    /// The ceiling that it has; nil for none.
    package let scopes: ScopeSet?
    package let verdict: Verdict
    /// The ceiling that would do; nil where nothing is suggested.
    package let suggested: ScopeSet?

    package init(rule: RuleName, scopes: ScopeSet?, verdict: Verdict, suggested: ScopeSet?) {
        self.rule = rule
        self.scopes = scopes
        self.verdict = verdict
        self.suggested = suggested
    }

    /// The members of the rule in the configuration that would tighten it, in place of those of the same name.
    package var lines: [String] {
        guard let suggested else { return [] }
        // A scope has neither quote nor backslash (RFC 6749 §3.3).
        return ["\"scopes\": [\(suggested.scopes.map { "\"\($0)\"" }.joined(separator: ", "))]"]
    }

    /// About what it takes in an answer.
    var byteCount: Int { 200 + 2 * lines.reduce(0) { $0 + $1.utf8.count } }

    /// - Parameter reached: what the client did at each provider that the rule reaches, and how tokens are narrowed there.
    ///   Which of several rules a call came by was not counted, so that each is to keep what any of them may have been for.
    package init(_ rule: ScopeRule, _ reached: [(usage: ScopeUsage, narrowing: NarrowingRule)]) {
        let (verdict, suggested) = Self.judge(rule.terms, reached.filter { !$0.usage.isIdle })
        self.init(rule: rule.name, scopes: rule.terms.scopes, verdict: verdict, suggested: suggested)
    }

    private static func judge(
        _ terms: RuleTerms, _ reached: [(usage: ScopeUsage, narrowing: NarrowingRule)]
    ) -> (Verdict, ScopeSet?) {
        if reached.isEmpty { return (.notCalled, nil) }
        if reached.contains(where: { $0.usage.count(.untold) > 0 }) { return (.notToldApart, nil) }
        if terms.scopes == nil, reached.contains(where: { $0.usage.count(.nameless) > 0 }) {
            return (.tokensNameNone, nil)
        }
        if reached.contains(where: \.usage.onlyAsksForAll) { return (.asksForAll, nil) }
        let needed = reached.reduce(into: Set<String>()) { needed, one in
            needed.formUnion(one.usage.needed(one.narrowing, under: terms))
        }
        guard let ceiling = terms.scopes else {
            if needed.isEmpty { return (.notCalled, nil) }
            guard let all = try? ScopeSet(needed) else { return (.tooMany, nil) }
            return (.tighten, all)
        }
        let kept = ceiling.scopes.filter(needed.contains)
        // A rule cannot name no scopes at all.
        if kept.isEmpty { return (.notCalled, nil) }
        guard kept.count < ceiling.scopes.count, let fewer = try? ScopeSet(kept) else { return (.fits, nil) }
        return (.tighten, fewer)
    }
}
