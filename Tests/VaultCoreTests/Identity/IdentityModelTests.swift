import Testing
import VaultCore
import VaultTestSupport

/// The rules against a second reading of them that is plain: texts compared as texts, one long condition for each kind.
@Suite struct `Rules of identities` {
    private static let providers = ["acme", "other"]
    private static let domains = ["a.org", "b.org"]
    private static let addresses = ["x@a.org", "X@a.org", "x@b.org", "x+y@a.org", "y@c.org", "x", "x@a.org@b.org"]
    private static let words = ["x", "y", "X", "x/y"]

    @Test func `agree with a plain reading of them`() throws {
        var random = Dice(seed: 20_261_130)
        var seen: [String: Int] = [:]
        for _ in 0..<5_000 {
            var rules: [IdentityRule] = []
            for _ in 0..<random.one(of: [0, 1, 2, 3, 4]) { rules.append(try Self.rule(&random)) }
            for _ in 0..<8 {
                let (facts, claims) = Self.facts(&random)
                let provider = random.one(of: Self.providers)
                let model = Self.model(rules, facts, provider)
                let answer = IdentitySample.answer(rules, claims, at: provider)
                // The first disagreement tells all there is to know.
                try #require(answer == model, "\(rules) \(facts) \(provider)")
                seen[model, default: 0] += 1
            }
        }
        // All ways out were walked, or the agreement says little.
        #expect(
            Set(seen.keys) == [
                "identity_no_account", "identity_no_rule", "t", "guest", "one", "claim/x", "claim/y", "mail/x",
            ])
        #expect(seen.values.allSatisfy { $0 > 200 }, "\(seen)")
    }

    // MARK: the model

    private struct Facts {
        var hasAccount = true
        var login: String?
        var email: String?
        var isVerified = false
    }

    private static func model(_ rules: [IdentityRule], _ facts: Facts, _ provider: String) -> String {
        guard facts.hasAccount else { return "identity_no_account" }
        for rule in rules {
            if case .only(let names) = rule.providers, !names.map(\.text).contains(provider) { continue }
            switch rule.kind {
            case .guest(let subject): return subject.text
            case .table(_, let subjects):
                if let login = facts.login, let subject = subjects[Array(login.utf8)] { return subject.text }
            case .claim(_, let value, let template):
                guard let login = facts.login, value == nil || value == login else { continue }
                if !template.hasValue { return template.text }
                if login == "x" || login == "y" { return "claim/\(login)" }
            case .mail(let domains, _):
                guard facts.isVerified else { continue }
                if facts.email == "x@a.org" || facts.email == "X@a.org", domains.contains("a.org") { return "mail/x" }
                if facts.email == "x@b.org", domains.contains("b.org") { return "mail/x" }
            }
        }
        return "identity_no_rule"
    }

    private static func rule(_ random: inout Dice) throws -> IdentityRule {
        let selection: ProviderSelection =
            random.number(2) as Int == 0 ? .all : .only([Fixtures.providerName(random.one(of: providers))])
        let kind: IdentityRule.Kind =
            switch random.number(5) as Int {
            case 0: .claim("login", value: nil, try SubjectTemplate("claim/{value}"))
            case 1: .claim("login", value: random.one(of: words), try SubjectTemplate("one"))
            case 2: .mail(domains: [random.one(of: domains)], try SubjectTemplate("mail/{value}"))
            case 3: .table(claim: "login", [Array(random.one(of: words).utf8): Fixtures.subject("t")])
            default:
                random.number(3) as Int == 0
                    ? .guest(Fixtures.subject("guest"))
                    : .mail(
                        domains: Set(domains), try SubjectTemplate("mail/{value}"))
            }
        return IdentityRule(providers: selection, kind)
    }

    private static func facts(_ random: inout Dice) -> (Facts, IdentityClaims) {
        var facts = Facts()
        var claims = IdentityClaims()
        facts.hasAccount = random.number(10) as Int != 0
        if facts.hasAccount { claims["sub"] = .text("s") }
        if random.number(3) as Int != 0 {
            let login = random.one(of: words)
            facts.login = login
            claims["login"] = .text(login)
        }
        if random.number(3) as Int != 0 {
            let email = random.one(of: addresses)
            facts.email = email
            claims["email"] = .text(email)
        }
        facts.isVerified = random.number(3) as Int != 0
        claims["email_verified"] = facts.isVerified ? .bool(true) : .text("true")
        return (facts, claims)
    }
}
