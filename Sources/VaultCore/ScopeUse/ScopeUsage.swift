/// What one client did with scopes at one provider within the time that is asked about.
package struct ScopeUsage: Equatable, Sendable {
    private var calls: [ScopeUseKind: Int64] = [:]
    private var scopes: [ScopeUseKind: [String: Int64]] = [:]

    package init() {}

    package mutating func add(_ kind: ScopeUseKind, _ scope: String, _ count: Int64) {
        if kind.isByScope {
            scopes[kind, default: [:]][scope, default: 0] += count
        } else {
            calls[kind, default: 0] += count
        }
    }

    package func count(_ kind: ScopeUseKind) -> Int64 { calls[kind] ?? 0 }

    package func scopes(_ kind: ScopeUseKind) -> Set<String> { Set((scopes[kind] ?? [:]).keys) }

    /// Sums over several kinds, by scope.
    package func counts(_ kinds: ScopeUseKind...) -> [String: Int64] {
        kinds.reduce(into: [:]) { sums, kind in sums.merge(scopes[kind] ?? [:], uniquingKeysWith: +) }
    }

    package var isCalled: Bool { count(.named) + count(.open) + count(.untold) > 0 }

    /// Whether something happened for which scopes are needed, also without a token.
    var isIdle: Bool { !isCalled && scopes.isEmpty }

    /// Whether all that is known is what tokens carried.
    var onlyAsksForAll: Bool { count(.open) > 0 && count(.named) == 0 }

    /// What was asked for by name, and what was handed on.
    var wanted: Set<String> { scopes(.used).union(scopes(.unmet)).union(scopes(.delegated)) }

    /// What was on tokens.
    package var granted: Set<String> { scopes(.carried).union(scopes(.openCarried)) }

    /// What a rule must leave so that every call that was answered still would be.
    ///
    /// - Parameter narrowing: where no narrower token can be minted, all that grants have is needed, unless the rule lets a
    ///   fuller token stand in.
    func needed(_ narrowing: NarrowingRule, under terms: RuleTerms) -> Set<String> {
        // Whoever named nothing may need anything of what it got.
        var needed = count(.open) > 0 ? wanted.union(scopes(.openCarried)) : wanted
        let fullTokenPasses = terms.scopes != nil && terms.givesFullToken
        if narrowing == .lineage, !fullTokenPasses { needed.formUnion(granted.union(scopes(.held))) }
        return needed
    }
}
