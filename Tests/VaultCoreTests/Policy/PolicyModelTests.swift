import Testing
import VaultTestSupport

@testable import VaultCore

/// The policy against a second one that is slow and obvious: plain loops over the settings, texts compared as texts.
@Suite struct `A compiled policy` {
    private static let methods: [Method] = [.grantPut, .tokenGet, .grantList, .keyStatus]
    private static let providers = ["github", "entra", "okta"]
    private static let subjects = ["user:default/a", "user:default/ab", "user:b/a", "group:x"]
    private static let patterns = ["user:default/a", "user:default/*", "user:*", "group:x", "g*"]

    @Test func `agrees with a plain reading of its configuration`() throws {
        var random = Dice(seed: 20_261_124)
        var outcomes: [String: Int] = [:]
        var shortfalls: [String: Int] = [:]
        for _ in 0..<5_000 {
            let settings = try Self.clients(&random)
            let registry = ProviderRegistry()
            let policy = Policy(clients: settings, providers: registry)
            for _ in 0..<20 {
                let peer = PeerIdentity(uid: random.number(3), gid: random.number(3), pid: 1)
                let client = Self.modelClient(settings, peer)
                #expect(policy.client(for: peer) == client?.name)
                let caller = Caller(
                    peer: peer, socket: random.number(4) == 0 ? .admin : .workload, client: client?.name)
                let method = random.one(of: Self.methods)
                let provider = random.number(8) == 0 ? nil : random.one(of: Self.providers)
                let subject = random.number(8) == 0 ? nil : random.one(of: Self.subjects)
                let decision = policy.decide(
                    caller, method, provider: provider.map { Fixtures.providerName($0) },
                    subject: subject.map { Fixtures.subject($0) })
                let answer = Self.text(decision)
                let model = Self.model(client, caller.socket, method, provider, subject)
                try #require(answer == model)
                if case .allow(let permit) = decision {
                    let (facts, signIn) = try Self.signIn(&random)
                    let word = permit.terms.signIn.shortfall(of: signIn, at: Self.now)?.rawValue ?? "met"
                    try #require(word == Self.modelShortfall(permit.terms.signIn, facts))
                    shortfalls[word, default: 0] += 1
                }
                outcomes[model.prefix(5) == "allow" ? "allow" : model, default: 0] += 1
                guard let provider else { continue }
                let index = registry.index(of: Fixtures.providerName(provider))
                // The first disagreement tells all there is to know.
                try #require(
                    policy.compiled(client?.name).allowsPlainly(method, index)
                        == Self.modelIsPlain(client, method, provider))
            }
        }
        // All ways out were walked, or the agreement says little.
        #expect(outcomes.count == 6)
        #expect(outcomes.values.allSatisfy { $0 > 500 })
        #expect(shortfalls.count == 5)
        #expect(shortfalls.values.allSatisfy { $0 > 500 })
    }

    // MARK: the model

    private static func modelClient(_ clients: [ClientSettings], _ peer: PeerIdentity) -> ClientSettings? {
        for client in clients {
            for selector in client.selectors {
                let wants = [(selector.uid, peer.uid), (selector.gid, peer.gid)].filter { $0.0 != nil }
                if !wants.isEmpty && wants.allSatisfy({ $0.0 == $0.1 }) { return client }
            }
        }
        return nil
    }

    private static func names(_ rule: ClientRule, _ provider: String) -> Bool {
        if case .only(let names) = rule.providers { return names.map(\.text).contains(provider) }
        return true
    }

    private static func names(_ rule: ClientRule, subject: String) -> Bool {
        guard case .only(let patterns) = rule.subjects else { return true }
        return patterns.map(\.text).contains { pattern in
            pattern.last == "*" ? subject.hasPrefix(pattern.dropLast()) : subject == pattern
        }
    }

    private static func model(
        _ client: ClientSettings?, _ socket: SocketRole, _ method: Method, _ provider: String?, _ subject: String?
    ) -> String {
        if method == .keyStatus && socket == .workload { return "wrong_socket" }
        guard let client else { return "unknown_client" }
        var best = "method_not_allowed"
        for (number, rule) in client.rules.enumerated() {
            if !rule.methods.contains(method) { continue }
            if best == "method_not_allowed" { best = "provider_not_allowed" }
            if let provider, !names(rule, provider) { continue }
            best = "subject_not_allowed"
            if let subject, !names(rule, subject: subject) { continue }
            return "allow \(client.name.text) \(number) \(rule.terms)"
        }
        return best
    }

    /// The words of the terms as sets and numbers; `seconds` is the age, below zero for a moment to come.
    private static func modelShortfall(
        _ terms: SignInTerms, _ facts: (acr: String?, amr: Set<String>, age: Int64?)
    ) -> String {
        if let wanted = terms.acr {
            guard let acr = facts.acr, Set(wanted).contains(acr) else { return "acr_not_met" }
        }
        if !Set(terms.amr).isSubset(of: facts.amr) { return "amr_not_met" }
        guard let most = terms.maximumAgeSeconds else { return "met" }
        guard let age = facts.age, age >= -60 else { return "auth_time_unknown" }
        return age > most ? "signed_in_too_long_ago" : "met"
    }

    private static func modelIsPlain(_ client: ClientSettings?, _ method: Method, _ provider: String) -> Bool {
        let about = client?.rules.first { $0.methods.contains(method) && names($0, provider) }
        return about.map { $0.subjects == .all && $0.terms == .none } ?? false
    }

    private static func text(_ decision: Decision) -> String {
        switch decision {
        case .deny(let reason): reason.rawValue
        case .allow(let permit): "allow \(permit.client.text) \(permit.rule?.number ?? -1) \(permit.terms)"
        }
    }

    // MARK: chance

    private static let now = Timestamp(seconds: 1_700_000_000)
    private static let classes = ["gold", "silver", "iron"]
    private static let ways = ["pwd", "otp", "hwk"]

    private static func signIn(
        _ random: inout Dice
    ) throws -> (facts: (acr: String?, amr: Set<String>, age: Int64?), Authentication) {
        let acr = random.number(4) == 0 ? nil : random.one(of: classes)
        let amr = ways.filter { _ in random.number(4) != 0 }
        let age = random.number(4) == 0 ? nil : Int64(random.number(200)) - 70
        return (
            (acr, Set(amr), age),
            try Authentication(acr: acr, amr: amr, seconds: age.map { now.seconds - $0 })
        )
    }

    private static func signInTerms(_ random: inout Dice) -> SignInTerms {
        SignInTerms(
            acr: random.number(2) == 0 ? nil : classes.filter { _ in random.number(2) == 0 },
            amr: ways.filter { _ in random.number(4) == 0 },
            maximumAgeSeconds: random.number(2) == 0 ? nil : Int64(random.number(60)) + 1)
    }

    private static func clients(_ random: inout Dice) throws -> [ClientSettings] {
        try (0..<3).map { number in
            ClientSettings(
                name: try ClientName("client-\(number)"),
                selectors: (0...random.number(2)).map { _ in
                    PeerSelector(
                        uid: random.number(2) == 0 ? nil : random.number(3),
                        gid: random.number(2) == 0 ? nil : random.number(3))
                },
                rules: try (0..<random.number(5)).map { _ in try rule(&random) })
        }
    }

    private static func rule(_ random: inout Dice) throws -> ClientRule {
        ClientRule(
            methods: methods.filter { _ in random.number(2) == 0 },
            providers: random.number(3) == 0
                ? .all : .only(providers.filter { _ in random.number(2) == 0 }.map { Fixtures.providerName($0) }),
            subjects: random.number(2) == 0
                ? .all : .only(try patterns.filter { _ in random.number(3) == 0 }.map { try SubjectPattern($0) }),
            terms: random.number(2) == 0
                ? .none
                : RuleTerms(maximumLifeSeconds: Int64(random.number(3)) + 1, signIn: signInTerms(&random)))
    }
}
