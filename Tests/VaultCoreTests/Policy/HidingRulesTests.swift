import Testing
import VaultCore
import VaultTestSupport

/// The index says what comparing every rule with all before it says.
struct HidingRulesTests {
    private static let patterns = ["user:a", "user:b", "user:ab", "user:*", "user:a*", "group:x", "group:*"]

    private func rule(_ random: inout some RandomNumberGenerator) throws -> ClientRule {
        let methods = [Method.tokenGet, .grantPut, .grantList].filter { _ in Bool.random(using: &random) }
        let providers: ProviderSelection =
            Bool.random(using: &random)
            ? .all : .only([Fixtures.providerName(["p", "q"].randomElement(using: &random) ?? "p")])
        let subjects: SubjectSelection =
            Int.random(in: 0..<4, using: &random) == 0
            ? .all
            : .only(
                try Self.patterns.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }.map {
                    try SubjectPattern($0)
                })
        return ClientRule(methods: methods, providers: providers, subjects: subjects)
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func `agrees with the slow way`(seed: UInt64) throws {
        var random = Xorshift(seed)
        let rules = try (0..<20).map { _ in try rule(&random) }
        var index = HidingRules()
        for (place, rule) in rules.enumerated() {
            #expect(index.add(rule) == rules[..<place].firstIndex { $0.hides(rule) }, "seed \(seed), rule \(place)")
        }
    }

    private struct Xorshift: RandomNumberGenerator {
        private var state: UInt64

        init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state &* 0x2545_F491_4F6C_DD1D
        }
    }
}
