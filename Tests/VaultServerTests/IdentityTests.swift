import Testing
import VaultCore
import VaultService
import VaultTestSupport

@testable import VaultServer

/// Identities on the wire: resolved by policy, their roles in sessions, and what policy does with them.
@Suite(.timeLimit(.minutes(5))) struct IdentityTests {
    private static func bench(
        methods: [Method] = Method.allCases, rules: [ClientRule]? = nil
    ) throws -> SpineBench {
        let vault = try SpineBench(methods: methods, rules: rules)
        let template = try SubjectTemplate("user:default/{value}")
        vault.settings.replace(
            identity: IdentityRules(
                rules: [IdentityRule(providers: .all, .mail(domains: ["example.org"], template))],
                groups: [
                    IdentityGroup(providers: .all, claim: "groups", group: "ops", roles: [try Role("operator")])
                ]), isDevelopment: true)
        return vault
    }

    private static func claims(_ name: String = "alice", sub: String = "s-1", groups: String = #"["ops"]"#) -> String {
        #"{"sub":"\#(sub)","email":"\#(name)@example.org","email_verified":true,"groups":\#(groups)}"#
    }

    private func resolve(
        _ vault: SpineBench, _ claims: String = claims(), at provider: String = "acme"
    ) async throws -> ReplyLine {
        try await vault.ask(call("identity.resolve", params: #"{"provider":"\#(provider)","claims":\#(claims)}"#))
    }

    @Test func `an account is told who it is, with roles and the rule`() async throws {
        let vault = try Self.bench()
        let reply = try await resolve(vault)
        #expect(reply.result?["subject"] as? String == "user:default/alice")
        #expect(reply.result?["roles"] as? [String] == ["operator"])
        #expect(reply.result?["rule"] as? String == "identity.rules[0]")
        #expect(vault.audit.events.contains { $0.kind == .identityResolved && $0.outcome == .done })
    }

    @Test func `who is nobody is denied in the same words, whatever the reason`() async throws {
        let vault = try Self.bench()
        _ = try await resolve(vault)
        let claims = [
            Self.claims(sub: "s-2"), Self.claims("bob"), Self.claims("a+b", sub: "s-3"), "{}",
            #"{"sub":"s-4","email":"carol@example.org","email_verified":"true"}"#,
            #"{"sub":"s-4","email":"carol@example.org.evil.net","email_verified":true}"#,
        ]
        var answers: Set<String> = []
        for one in claims {
            let line = call("identity.resolve", params: #"{"provider":"acme","claims":\#(one)}"#)
            #expect(try await vault.ask(line).errorType == "permission_denied")
            answers.insert(try await vault.answer(line))
        }
        #expect(answers.count == 1)
    }

    @Test func `claims are one object of bounded size, without a member that stands twice`() async throws {
        let vault = try Self.bench()
        for claims in ["7", "[]", "\"{}\"", "{\"sub\":\"s\",\"x\":\"\(String(repeating: "y", count: 16_384))\"}"] {
            #expect(try await resolve(vault, claims).errorType == "invalid_params", "\(claims.prefix(20))")
        }
        let twice = try await resolve(vault, #"{"sub":"s-1","sub":"s-2"}"#)
        #expect(twice.result == nil && twice.errorType != "permission_denied")
        #expect(!vault.audit.events.contains { $0.kind == .identityResolved || $0.kind == .identityRefused })
    }

    @Test func `policy says who may ask, at which providers, and for whom`() async throws {
        let elsewhere = try Self.bench(rules: [
            ClientRule(methods: [.identityResolve], providers: .only([Fixtures.providerName("other")]))
        ])
        #expect(try await resolve(elsewhere).errorType == "permission_denied")
        #expect(try await resolve(elsewhere, at: "other").result != nil)
        #expect(try await resolve(Self.bench(methods: [.sessionCreate])).errorType == "permission_denied")
        let alices = try Self.bench(rules: [
            ClientRule(
                methods: [.identityResolve], providers: .all, subjects: .only([.exactly(Fixtures.subject())]))
        ])
        #expect(try await resolve(alices).result != nil)
        #expect(try await resolve(alices, Self.claims("bob", sub: "s-2")).errorType == "permission_denied")
        // What may not be had is not remembered either: the account is free.
        #expect(alices.store.writeCount == 2)
        #expect(try await resolve(Self.bench(), at: "gone").errorType == "not_found")
    }

    @Test func `only the operator forgets, and then another account may be the subject`() async throws {
        let vault = try Self.bench()
        _ = try await resolve(vault)
        let forget = call("identity.forget", params: #"{"subject":"user:default/alice"}"#)
        #expect(try await vault.ask(forget).errorType == "permission_denied")
        #expect(try await vault.ask(forget, on: .admin).result?["forgotten"] as? Int == 1)
        #expect(try await vault.ask(forget, on: .admin).errorType == "not_found")
        #expect(try await resolve(vault, Self.claims(sub: "s-2")).result != nil)
    }

    @Test func `development mode is told to whoever asks about the daemon`() async throws {
        let vault = try Self.bench()
        #expect(try await vault.ask(call("system.info")).result?["development"] as? Bool == true)
        vault.settings.replace(identity: .none, isDevelopment: false)
        #expect(try await vault.ask(call("system.info")).result?["development"] == nil)
    }

    // MARK: roles

    private func open(_ vault: SpineBench, _ more: String = "") async throws -> ReplyLine {
        try await vault.ask(call("session.create", params: #"{"subject":"user:default/alice"\#(more)}"#))
    }

    private func secret(_ reply: ReplyLine) throws -> String { try #require(reply.result?["session"] as? String) }

    @Test func `roles are in every answer about a session, and a renewal keeps them or brings others`() async throws {
        let vault = try Self.bench()
        let opened = try await open(vault, #","roles":["operator","admin","operator"]"#)
        #expect(opened.result?["roles"] as? [String] == ["admin", "operator"])
        let found = try await vault.ask(call("session.lookup", params: #"{"session":"\#(secret(opened))"}"#))
        #expect(found.result?["roles"] as? [String] == ["admin", "operator"])
        let kept = try await vault.ask(
            call("session.renew", params: #"{"session":"\#(secret(opened))","amr":["otp"]}"#))
        #expect(kept.result?["roles"] as? [String] == ["admin", "operator"])
        let changed = try await vault.ask(
            call("session.renew", params: #"{"session":"\#(secret(kept))","roles":["reader"]}"#))
        let list = try await vault.ask(call("session.list"))
        let entries = try #require(list.result?["sessions"] as? [[String: Any]])
        #expect(entries.first?["roles"] as? [String] == ["reader"])
        let none = try await vault.ask(call("session.renew", params: #"{"session":"\#(secret(changed))","roles":[]}"#))
        #expect(none.result != nil && none.result?["roles"] == nil)
    }

    @Test func `a session has few, short and plain roles`() async throws {
        let vault = try Self.bench()
        let many = (0..<33).map { "\"r\($0)\"" }.joined(separator: ",")
        for roles in ["[\(many)]", #"["A"]"#, #"[""]"#, "[7]", #""operator""#, #"["a\nb"]"#] {
            #expect(try await open(vault, #","roles":\#(roles)"#).errorType == "invalid_params", "\(roles)")
        }
    }

    private func signIn(_ vault: SpineBench, _ identity: String, _ more: String = "") async throws -> ReplyLine {
        try await vault.ask(call("session.create", params: #"{"identity":\#(identity)\#(more)}"#))
    }

    private static func account(_ name: String = "alice", sub: String = "s-1") -> String {
        #"{"provider":"acme","claims":\#(claims(name, sub: sub))}"#
    }

    @Test func `a session of an account has the subject and the roles that the rules give it`() async throws {
        let vault = try Self.bench()
        let opened = try await signIn(vault, Self.account(), #","user_agent":"Firefox""#)
        #expect(opened.result?["subject"] as? String == "user:default/alice")
        #expect(opened.result?["roles"] as? [String] == ["operator"])
        #expect(opened.result?["user_agent"] as? String == "Firefox")
        #expect(try await signIn(vault, Self.account(sub: "s-2")).errorType == "permission_denied")
        #expect(try await signIn(vault, Self.account("a+b", sub: "s-3")).errorType == "permission_denied")
        for more in [#","subject":"user:default/root""#, #","roles":["admin"]"#] {
            #expect(try await signIn(vault, Self.account(), more).errorType == "invalid_params")
        }
        for wrong in ["7", "{}", #"{"provider":"acme"}"#, #"{"provider":"acme","claims":7}"#] {
            #expect(try await signIn(vault, wrong).errorType == "invalid_params", "\(wrong)")
        }
    }

    @Test func `a session of an account takes the right to resolve it and the right to open it`() async throws {
        let resolving = ClientRule(methods: [.identityResolve], providers: .all)
        let opening = ClientRule(methods: [.sessionCreate], providers: .all)
        let bobs = ClientRule(
            methods: [.sessionCreate], providers: .all,
            subjects: .only([.exactly(Fixtures.subject("user:default/bob"))]))
        let elsewhere = ClientRule(
            methods: [.identityResolve], providers: .only([Fixtures.providerName("other")]))
        for rules in [[resolving], [opening], [resolving, bobs], [elsewhere, opening]] {
            let reply = try await signIn(Self.bench(rules: rules), Self.account())
            #expect(reply.errorType == "permission_denied")
        }
        #expect(try await signIn(Self.bench(rules: [resolving, opening]), Self.account()).result != nil)
    }

    private static func rules(_ roles: [String]) throws -> [ClientRule] {
        [
            ClientRule(
                methods: [.tokenGet], providers: .all,
                terms: RuleTerms(requiredRoles: [try roles.map { try Role($0) }])),
            ClientRule(methods: Method.allCases, providers: .all),
        ]
    }

    private func get(_ vault: SpineBench, _ grant: Grant, session: String? = nil) async throws -> ReplyLine {
        let named = session.map { #","session":"\#($0)""# } ?? ""
        return try await vault.ask(call("token.get", params: #"{"grant":"\#(grant.id.handle)"\#(named)}"#))
    }

    @Test func `a rule that wants a role gives out tokens in a session that has one, also when they lie ready`()
        async throws
    {
        let vault = try Self.bench(rules: Self.rules(["operator", "admin"]))
        let grant = try await vault.put()
        #expect(try await get(vault, grant).errorType == "permission_denied")
        let plain = try secret(try await open(vault, #","roles":["reader"]"#))
        #expect(try await get(vault, grant, session: plain).errorType == "permission_denied")
        let admins = try secret(try await open(vault, #","roles":["admin"]"#))
        for _ in 0..<2 {
            #expect(try await get(vault, grant, session: admins).result?["access_token"] as? String == "at-1")
        }
        let reasons = vault.audit.events.compactMap(\.reason)
        #expect(reasons.contains("session_required") && reasons.contains("role_required"))
        let bobs = try await vault.ask(
            call("session.create", params: #"{"subject":"user:default/bob","roles":["admin"]}"#))
        #expect(try await get(vault, grant, session: secret(bobs)).errorType == "not_found")
    }

    @Test func `a session that loses its role by a renewal gets no more tokens`() async throws {
        let vault = try Self.bench(rules: Self.rules(["operator"]))
        let grant = try await vault.put()
        let opened = try secret(try await open(vault, #","roles":["operator"]"#))
        #expect(try await get(vault, grant, session: opened).result != nil)
        let renewed = try await vault.ask(
            call("session.renew", params: #"{"session":"\#(opened)","roles":["reader"]}"#))
        #expect(try await get(vault, grant, session: secret(renewed)).errorType == "permission_denied")
        // The old handle is good for a moment yet, and opens the session as it is now.
        #expect(try await get(vault, grant, session: opened).errorType == "permission_denied")
    }

    @Test func `by delegation the roles of both rules are wanted`() {
        let (first, second) = (RuleTerms(requiredRoles: [roles("a", "b")]), RuleTerms(requiredRoles: [roles("c")]))
        let both = first.narrowed(by: second).narrowed(by: first)
        #expect(both.requiredRoles == [roles("a", "b"), roles("c")])
        let id = SessionID(rawValue: 1)
        func proof(_ words: String...) -> SessionProof? {
            id.map {
                SessionProof(
                    id: $0, subject: Fixtures.subject(), authentication: .unknown,
                    roles: words.compactMap { try? Role($0) })
            }
        }
        #expect(both.missingRoles(in: proof("a")) == roles("c"))
        #expect(both.missingRoles(in: proof("c")) == roles("a", "b"))
        #expect(both.missingRoles(in: proof("b", "c")) == nil)
        #expect(both.missingRoles(in: nil) != nil)
    }

    private func roles(_ words: String...) -> [Role] { words.compactMap { try? Role($0) } }

    @Test func `policy explain tells which roles a rule wants`() async throws {
        let vault = try Self.bench(rules: Self.rules(["operator", "admin"]))
        let reply = try await vault.ask(
            call("policy.explain", params: #"{"client":"backend","method":"token.get","provider":"acme"}"#), on: .admin)
        #expect(reply.result?["require_role"] as? [String] == ["operator", "admin"])
    }
}
