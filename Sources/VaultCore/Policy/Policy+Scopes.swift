/// One rule of a client for `token.get`, as the report on scopes looks at it.
package struct ScopeRule: Hashable, Sendable {
    package let name: RuleName
    /// nil for every provider.
    package let providers: Set<ProviderName>?
    /// Where an earlier rule decides about everybody.
    package let others: Set<ProviderName>
    package let terms: RuleTerms

    package init(
        name: RuleName, providers: Set<ProviderName>?, others: Set<ProviderName> = [], terms: RuleTerms
    ) {
        self.name = name
        self.providers = providers
        self.others = others
        self.terms = terms
    }

    package func reaches(_ provider: ProviderName) -> Bool {
        !others.contains(provider) && providers?.contains(provider) ?? true
    }
}

/// What the policy says about scopes, whoever asks.
extension Policy {
    /// All clients of the configuration, by name.
    package var clientNames: [ClientName] { clients.keys.sorted { $0.text < $1.text } }

    /// The client's rules for `token.get`, in the order of the configuration, without those that never decide.
    package func scopeRules(of client: ClientName) -> [ScopeRule] {
        var rules: [ScopeRule] = []
        var decided: Set<ProviderName> = []
        for rule in clients[client]?.rules(for: .tokenGet) ?? [] {
            let name = RuleName(client: client, number: rule.number)
            if rule.providers?.isSubset(of: decided) != true {
                rules.append(ScopeRule(name: name, providers: rule.providers, others: decided, terms: rule.terms))
            }
            guard rule.subjects == .all else { continue }
            guard let providers = rule.providers else { return rules }
            decided.formUnion(providers)
        }
        return rules
    }

    /// Of these scopes, those that some rule of the client for `token.get` at the provider gives by name: no more than the
    /// configuration has.
    package func named(_ scopes: [String], by client: ClientName, at provider: ProviderName) -> [String] {
        let ceilings = scopeRules(of: client).filter { $0.reaches(provider) }.compactMap(\.terms.scopes)
        return scopes.filter { scope in ceilings.contains { $0.scopes.contains(scope) } }
    }
}
