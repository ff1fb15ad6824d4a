/// One client's rules: a connection keeps them, and the hot path asks with two array reads and a bit test.
package struct CompiledClient: Sendable {
    /// By `Method.index`: the rules that name the method, in the order of the configuration.
    private let rules: [[CompiledRule]]
    /// By `Method.index`: where the first rule is about every subject and has no terms, so that nothing else need be asked.
    private let plain: [ProviderBits]
    /// By `Method.index`: the same for methods that concern no provider.
    private let plainEverywhere: [Bool]

    /// Of a peer that matched no client: nothing is allowed.
    package static let none = CompiledClient(rules: [], providers: ProviderRegistry())

    init(_ settings: ClientSettings, providers: ProviderRegistry) {
        self.init(rules: settings.rules, providers: providers)
    }

    private init(rules settings: [ClientRule], providers: ProviderRegistry) {
        var table = [[CompiledRule]](repeating: [], count: Method.allCases.count)
        var last: CompiledRule?
        for (number, rule) in settings.enumerated() {
            let compiled = CompiledRule(rule, number: number, after: last)
            last = compiled
            for method in rule.methods { table[method.index].append(compiled) }
        }
        rules = table
        plain = table.map { ProviderBits(plainAmong: $0, providers) }
        plainEverywhere = table.map { $0.first?.isPlain ?? false }
    }

    package func firstRule(
        for method: Method, _ provider: ProviderName?, _ subject: Subject?
    ) -> Result<CompiledRule, DenyReason> {
        let candidates = rules[method.index]
        guard !candidates.isEmpty else { return .failure(.methodNotAllowed) }
        var reachesProvider = false
        for rule in candidates where provider.map(rule.reaches) ?? true {
            reachesProvider = true
            if subject.map(rule.subjects.contains) ?? true { return .success(rule) }
        }
        return .failure(reachesProvider ? .subjectNotAllowed : .providerNotAllowed)
    }

    /// Those that name the method, in the order of the configuration.
    func rules(for method: Method) -> [CompiledRule] { rules.isEmpty ? [] : rules[method.index] }

    /// The rule under which a delegation is redeemed: the one for the subject itself where there is one, or else the first
    /// for the provider, whosever grants it is about.
    func ruleForDelegations(at provider: ProviderName, of subject: Subject) -> CompiledRule? {
        let candidates = rules.isEmpty ? [] : rules[Method.tokenGet.index].filter { $0.reaches(provider) }
        return candidates.first { $0.subjects.contains(subject) } ?? candidates.first
    }

    /// Whether some rule for the method is about every provider, also one that is no longer configured.
    package func reachesEveryProvider(by method: Method) -> Bool {
        rules[method.index].contains { $0.providers == nil }
    }

    /// Whether some rule for the method is about whoever at every provider.
    package func reachesEverything(by method: Method) -> Bool {
        rules[method.index].contains { $0.providers == nil && $0.subjects == .all }
    }

    /// The hot path's question: may this client call `method` for the provider with this number, for whoever and on no terms?
    @inline(__always)
    package func allowsPlainly(_ method: Method, _ provider: ProviderIndex) -> Bool {
        plain[method.index].contains(provider)
    }
}

extension CompiledClient {
    /// The same question about a method that concerns no provider.
    package func allowsPlainly(_ method: Method) -> Bool { plainEverywhere[method.index] }
}

/// One rule as a decision reads it.
package struct CompiledRule: Sendable {
    /// Its place in the client's `allow`.
    package let number: Int
    /// nil for every provider.
    let providers: Set<ProviderName>?
    let subjects: SubjectSelection
    package let terms: RuleTerms

    /// - Parameter before: of a thousand rules most name one provider, that of the rule before them: one set is kept for all these.
    init(_ rule: ClientRule, number: Int, after before: CompiledRule? = nil) {
        self.number = number
        providers =
            switch rule.providers {
            case .all: nil
            case .only(let names):
                if let same = before?.providers, names.count == 1, same.count == 1, same.first == names[0] {
                    same
                } else {
                    Set(names)
                }
            }
        subjects = rule.subjects
        terms = rule.terms
    }

    func reaches(_ provider: ProviderName) -> Bool { providers?.contains(provider) ?? true }

    var isPlain: Bool { subjects == .all && terms.isEmpty }
}
