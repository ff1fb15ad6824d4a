/// All rules of identities, as the configuration gives them: the first one that is about an account decides who it is, all groups
/// that it is in give it roles, and what no rule is about is nobody.
package struct IdentityRules: Hashable, Sendable {
    package var rules: [IdentityRule]
    package var groups: [IdentityGroup]

    /// Of a configuration that says nothing: nobody is anybody.
    package static let none = IdentityRules()

    package init(rules: [IdentityRule] = [], groups: [IdentityGroup] = []) {
        self.rules = rules
        self.groups = groups
    }

    /// The one place that decides who an account is.
    package func resolve(_ claims: IdentityClaims, at provider: ProviderName) -> IdentityDecision {
        guard let account = claims.account else {
            return IdentityDecision(
                result: .failure(.noAccount), steps: rules.map { _ in .notAsked }, groups: [])
        }
        var steps: [IdentityDecision.Step] = []
        for (number, rule) in rules.enumerated() {
            switch rule.subject(of: claims, at: provider) {
            case .failure(let mismatch): steps.append(.passed(mismatch))
            case .success(let subject):
                steps.append(.decided)
                steps += rules[(number + 1)...].map { _ in .notAsked }
                let found = groups.indices.filter { groups[$0].holds(claims, at: provider) }
                let roles = Set(rule.roles + found.flatMap { groups[$0].roles }).sorted()
                let resolved = ResolvedIdentity(
                    provider: provider, account: account, subject: subject, roles: roles,
                    rule: IdentityRuleName(number: number), linking: rule.linking)
                return IdentityDecision(result: .success(resolved), steps: steps, groups: found)
            }
        }
        return IdentityDecision(result: .failure(.noRule), steps: steps, groups: [])
    }

    /// Every role that it can give.
    package var roles: Set<Role> { Set(rules.flatMap(\.roles) + groups.flatMap(\.roles)) }
}
