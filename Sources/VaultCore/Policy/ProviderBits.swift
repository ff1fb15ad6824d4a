/// A set of providers as bits: all but some, or only some.
struct ProviderBits: Sendable {
    private var isEverythingElse = false
    private var words: [UInt64] = []

    /// The providers whose first rule is plain.
    init(plainAmong rules: [CompiledRule], _ registry: ProviderRegistry) {
        guard !rules.isEmpty else { return }
        var decided: Set<ProviderName> = []
        var plain: Set<ProviderName> = []
        var last: Set<ProviderName> = []
        for rule in rules {
            guard let named = rule.providers else {
                isEverythingElse = rule.isPlain
                break
            }
            // Mostly: a client's rules are about few providers and many subjects, and share one set of them.
            guard named != last, !named.isSubset(of: decided) else { continue }
            last = named
            let new = named.subtracting(decided)
            if rule.isPlain { plain.formUnion(new) }
            decided.formUnion(new)
        }
        for provider in isEverythingElse ? decided.subtracting(plain) : plain { insert(registry.index(of: provider)) }
    }

    @inline(__always)
    func contains(_ provider: ProviderIndex) -> Bool {
        let word = provider.number >> 6
        guard word < words.count else { return isEverythingElse }
        return (words[word] & (1 << UInt64(provider.number & 63)) != 0) != isEverythingElse
    }

    private mutating func insert(_ provider: ProviderIndex) {
        while words.count <= provider.number >> 6 { words.append(0) }
        words[provider.number >> 6] |= 1 << UInt64(provider.number & 63)
    }
}
