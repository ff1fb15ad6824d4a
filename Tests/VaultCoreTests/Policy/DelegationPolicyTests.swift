import Testing
import VaultCore

/// Who may redeem a delegation, and on what terms: three must allow it, and the narrowest decides.
@Suite struct `Redeeming a delegation` {
    private let peer = PeerIdentity(uid: 1, gid: 1, pid: 1)

    private func client(_ name: String, _ rules: [ClientRule]) throws -> ClientSettings {
        ClientSettings(name: try ClientName(name), selectors: [PeerSelector(uid: 1, gid: nil)], rules: rules)
    }

    private func rule(
        _ methods: [Method] = [.tokenGet], subjects: SubjectSelection = .all, scopes: [String]? = nil,
        life: Int64? = nil, provider: String = "acme", signIn: SignInTerms = .none
    ) throws -> ClientRule {
        ClientRule(
            methods: methods, providers: .only([try ProviderName(provider)]), subjects: subjects,
            terms: RuleTerms(
                scopes: try scopes.map { try ScopeSet($0) }, maximumLifeSeconds: life,
                signIn: signIn))
    }

    private func decide(
        creator: [ClientRule], plugin: [ClientRule], caller: String = "plugin", scopes: [String]? = ["a", "b"]
    ) throws -> Result<Permit, DelegationRefusal> {
        let policy = Policy(
            clients: [try client("backend", creator), try client("plugin", plugin)], providers: ProviderRegistry())
        let delegation = Delegation(
            id: try #require(DelegationID(rawValue: 1)), grant: try #require(GrantID(rawValue: 1)),
            key: GrantKey(
                subject: try Subject("user:default/alice"), provider: try ProviderName("acme"), account: .unknown),
            creator: try ClientName("backend"), client: try ClientName("plugin"),
            scopes: try scopes.map { try ScopeSet($0) }, createdAt: Timestamp(seconds: 0),
            expiresAt: Timestamp(seconds: 9))
        return policy.decide(
            Caller(peer: peer, socket: .workload, client: try ClientName(caller)), redeeming: delegation)
    }

    @Test func `needs the client's rule for the method and provider, whosever grants that is about`() throws {
        let backend = [try rule()]
        let nobody = SubjectSelection.only([])
        let permit = try decide(creator: backend, plugin: [try rule(subjects: nobody)]).get()
        #expect(permit.subject?.text == "user:default/alice")
        #expect(permit.method == .tokenGet)
        #expect(permit.rule?.text == "clients.plugin.allow[0]")
        #expect(throws: DelegationRefusal.clientMayNot) { try decide(creator: backend, plugin: []).get() }
        #expect(throws: DelegationRefusal.clientMayNot) {
            try decide(creator: backend, plugin: [try rule([.grantLookup])]).get()
        }
        #expect(throws: DelegationRefusal.clientMayNot) {
            try decide(creator: backend, plugin: [try rule(provider: "other")]).get()
        }
    }

    @Test func `needs that the creator could have the token itself, now`() throws {
        let plugin = [try rule()]
        let others = SubjectSelection.only([try SubjectPattern("user:other/*")])
        #expect(throws: DelegationRefusal.creatorMayNot) { try decide(creator: [], plugin: plugin).get() }
        #expect(throws: DelegationRefusal.creatorMayNot) {
            try decide(creator: [try rule([.delegationCreate])], plugin: plugin).get()
        }
        #expect(throws: DelegationRefusal.creatorMayNot) {
            try decide(creator: [try rule(subjects: others)], plugin: plugin).get()
        }
    }

    @Test func `is for its client alone`() throws {
        let rules = [try rule()]
        #expect(throws: DelegationRefusal.foreignClient) {
            try decide(creator: rules, plugin: rules, caller: "backend").get()
        }
    }

    @Test func `has the narrowest of the three ceilings`() throws {
        let permit = try decide(
            creator: [try rule(scopes: ["a", "b", "c"], life: 60)], plugin: [try rule(scopes: ["b", "c"], life: 90)]
        ).get()
        #expect(permit.terms == RuleTerms(scopes: try ScopeSet(["b"]), maximumLifeSeconds: 60))
    }

    @Test func `wants the sign-in of both rules, so that nobody gets by delegation what its creator could not`() throws
    {
        let permit = try decide(
            creator: [try rule(signIn: SignInTerms(acr: ["gold", "silver"], maximumAgeSeconds: 60))],
            plugin: [try rule(signIn: SignInTerms(acr: ["gold"], amr: ["otp"]))]
        ).get()
        #expect(permit.terms.signIn == SignInTerms(acr: ["gold"], amr: ["otp"], maximumAgeSeconds: 60))
    }

    @Test func `goes by the client's rule for that subject where it has one`() throws {
        let alice = SubjectSelection.only([try SubjectPattern("user:default/alice")])
        let permit = try decide(
            creator: [try rule()], plugin: [try rule(subjects: .only([])), try rule(subjects: alice, scopes: ["a"])]
        ).get()
        #expect(permit.rule?.number == 1)
        #expect(permit.terms.scopes == (try ScopeSet(["a"])))
    }
}
