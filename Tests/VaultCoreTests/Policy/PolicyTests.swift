import Testing
import VaultCore
import VaultTestSupport

@Suite struct `A policy` {
    private let peer = PeerIdentity(uid: 7, gid: 7, pid: 1)

    private func decide(
        _ rules: [ClientRule], _ method: Method, at provider: String? = nil, of subject: String? = nil,
        on socket: SocketRole = .workload
    ) throws -> Decision {
        let name = try ClientName("catalog")
        let settings = ClientSettings(name: name, selectors: [PeerSelector(uid: 7, gid: nil)], rules: rules)
        let policy = Policy(clients: [settings], providers: ProviderRegistry())
        let caller = Caller(peer: peer, socket: socket, client: policy.client(for: peer))
        return policy.decide(
            caller, method, provider: provider.map { Fixtures.providerName($0) },
            subject: subject.map { Fixtures.subject($0) })
    }

    private func rule(
        _ methods: [Method], _ providers: [String]? = nil, _ subjects: [String]? = nil, scopes: ScopeSet? = nil
    ) throws -> ClientRule {
        ClientRule(
            methods: methods,
            providers: providers.map { .only($0.map { Fixtures.providerName($0) }) } ?? .all,
            subjects: try subjects.map { .only(try $0.map { try SubjectPattern($0) }) } ?? .all,
            terms: RuleTerms(scopes: scopes))
    }

    private func denial(_ decision: Decision) -> DenyReason? {
        if case .deny(let reason) = decision { reason } else { nil }
    }

    private func ruleNumber(_ decision: Decision) -> Int? {
        if case .allow(let permit) = decision { permit.rule?.number } else { nil }
    }

    @Test func `says what is missing for a call that no rule allows`() throws {
        let rules = [try rule([.tokenGet], ["github"], ["user:default/*"])]
        #expect(denial(try decide([], .tokenGet)) == .methodNotAllowed)
        #expect(denial(try decide(rules, .grantPut, at: "github")) == .methodNotAllowed)
        #expect(denial(try decide(rules, .tokenGet, at: "entra", of: "user:default/a")) == .providerNotAllowed)
        #expect(denial(try decide(rules, .tokenGet, at: "github", of: "user:other/a")) == .subjectNotAllowed)
        #expect(denial(try decide(rules, .keyStatus)) == .wrongSocket)
        #expect(ruleNumber(try decide(rules, .tokenGet, at: "github", of: "user:default/a")) == 0)
    }

    @Test func `lets the first rule decide that is about the call`() throws {
        let rules = [
            try rule([.tokenGet], ["github"], ["user:default/root"], scopes: Fixtures.scopes("read")),
            try rule([.tokenGet], ["github"], nil, scopes: Fixtures.scopes("read", "write")),
            try rule([.tokenGet]),
        ]
        #expect(ruleNumber(try decide(rules, .tokenGet, at: "github", of: "user:default/root")) == 0)
        #expect(ruleNumber(try decide(rules, .tokenGet, at: "github", of: "user:default/alice")) == 1)
        #expect(ruleNumber(try decide(rules, .tokenGet, at: "entra", of: "user:default/root")) == 2)
        guard case .allow(let permit) = try decide(rules, .tokenGet, at: "github", of: "user:default/root") else {
            return
        }
        #expect(permit.terms.scopes == Fixtures.scopes("read"))
        #expect(permit.rule?.text == "clients.catalog.allow[0]")
    }

    @Test func `knows a subject by all of its bytes or by those it begins with`() throws {
        let exact = try SubjectPattern("user:default/alice")
        #expect(exact.matches(Fixtures.subject("user:default/alice")))
        #expect(!exact.matches(Fixtures.subject("user:default/alice2")))
        let family = try SubjectPattern("user:default/a*")
        #expect(family.matches(Fixtures.subject("user:default/a")))
        #expect(family.matches(Fixtures.subject("user:default/alice")))
        #expect(!family.matches(Fixtures.subject("user:default/bob")))
        // One character to a String, other bytes.
        #expect(!(try SubjectPattern("user:default/\u{e9}*").matches(Fixtures.subject("user:default/e\u{301}x"))))
    }

    @Test(arguments: ["", "*", "user:*/alice", "user:**", "a\u{7}*"])
    func `refuses a subject that would look as if it meant more`(text: String) {
        #expect(throws: InvalidValue.self) { try SubjectPattern(text) }
    }

    @Test func `explains a call by the rule that decides it, and by what it lacks`() throws {
        let name = try ClientName("catalog")
        let settings = ClientSettings(
            name: name, selectors: [PeerSelector(uid: 7, gid: nil)],
            rules: [
                try rule([.tokenGet], ["github"], ["user:default/root"]),
                try rule([.tokenGet], ["github"], nil, scopes: Fixtures.scopes("read")),
            ])
        let policy = Policy(clients: [settings], providers: ProviderRegistry())
        var question = PolicyQuestion(
            client: name, socket: .workload, method: .tokenGet, provider: Fixtures.providerName("github"),
            subject: Fixtures.subject("user:default/alice"), scopes: Fixtures.scopes("gist", "read"))
        let beyond = policy.explain(question)
        #expect(beyond.reason == .scopeExceeded)
        #expect(beyond.rule == RuleName(client: name, number: 1))
        #expect(beyond.scopesBeyond == ["gist"])
        question.scopes = Fixtures.scopes("read")
        #expect(policy.explain(question).reason == nil)
        question.provider = Fixtures.providerName("entra")
        #expect(policy.explain(question).reason == .providerNotAllowed)
        question.client = try ClientName("stranger")
        #expect(policy.explain(question).reason == .unknownClient)
        question.method = .keyStatus
        #expect(policy.explain(question).reason == .wrongSocket)
    }
}
