/// One client's rules as bit sets: a connection keeps it, and the hot path asks it with two array reads and a bit test.
package struct CompiledClient: Sendable {
    /// By `Method.index`; nil where the method is not allowed at all.
    private let reaches: [ProviderReach?]

    /// Of a peer that matched no client: nothing is allowed.
    package static let none = CompiledClient()

    private init() { reaches = Array(repeating: nil, count: Method.allCases.count) }

    init(_ settings: ClientSettings, providers: ProviderRegistry) {
        var table = [ProviderReach?](repeating: nil, count: Method.allCases.count)
        for rule in settings.rules {
            for method in rule.methods {
                table[method.index] = (table[method.index] ?? ProviderReach()).joined(with: rule.providers, providers)
            }
        }
        reaches = table
    }

    package func reach(of method: Method) -> ProviderReach? { reaches[method.index] }

    /// The hot path's question: may this client call `method` for the provider with this number?
    @inline(__always)
    package func allows(_ method: Method, _ provider: ProviderIndex) -> Bool {
        reaches[method.index]?.contains(provider) ?? false
    }
}

/// Which providers a client reaches by one method.
package struct ProviderReach: Sendable {
    private var everything = false
    /// Every provider, also one that is no longer configured.
    package var isEverything: Bool { everything }
    private var words: [UInt64] = []
    private var names: Set<ProviderName> = []

    init() {}

    package func contains(_ provider: ProviderName) -> Bool { everything || names.contains(provider) }

    @inline(__always)
    package func contains(_ provider: ProviderIndex) -> Bool {
        if everything { return true }
        let word = provider.number >> 6
        return word < words.count && words[word] & (1 << UInt64(provider.number & 63)) != 0
    }

    func joined(with providers: ProviderSelection, _ registry: ProviderRegistry) -> ProviderReach {
        var result = self
        switch providers {
        case .all: result.everything = true
        case .only(let selected):
            for provider in selected {
                let number = registry.index(of: provider).number
                while result.words.count <= number >> 6 { result.words.append(0) }
                result.words[number >> 6] |= 1 << UInt64(number & 63)
                result.names.insert(provider)
            }
        }
        return result
    }
}
