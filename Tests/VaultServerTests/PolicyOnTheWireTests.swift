import Testing
import VaultCore
import VaultService
import VaultTestSupport

@testable import VaultServer

/// What the terms and subjects of a rule come to for a caller.
@Suite struct `A rule with subjects and terms` {
    private let acme = ProviderSelection.only([Fixtures.providerName("acme")])

    private func onlyTeam() throws -> [ClientRule] {
        [
            ClientRule(
                methods: [.tokenGet, .grantLookup, .grantList, .grantRevoke, .grantPut], providers: acme,
                subjects: .only([try SubjectPattern("user:team/*")]))
        ]
    }

    @Test(arguments: ["grant.lookup", "grant.revoke", "token.get"])
    func `hides everyone else's grant as if it did not exist, byte for byte`(method: String) async throws {
        let vault = try SpineBench(rules: try onlyTeam())
        let mine = try await vault.put("user:team/ann")
        let foreign = try await vault.put("user:default/alice")
        let missing = try #require(GrantID(rawValue: 99)).handle
        let answers = [
            try await vault.answer(call(method, params: #"{"grant":"\#(foreign.id.handle)"}"#)),
            try await vault.answer(call(method, params: #"{"subject":"user:default/alice","provider":"acme"}"#)),
            try await vault.answer(call(method, params: #"{"subject":"user:default/nobody","provider":"acme"}"#)),
            try await vault.answer(call(method, params: #"{"subject":"user:team/nobody","provider":"acme"}"#)),
            try await vault.answer(call(method, params: #"{"grant":"\#(missing)"}"#)),
        ]
        #expect(Set(answers).count == 1)
        #expect(try ReplyLine(answers[0]).errorType == "not_found")
        #expect(try vault.store.grant(foreign.id) != nil)
        #expect(vault.audit.events.contains { $0.reason == "subject_not_allowed" && $0.grant == foreign.id })
        let own = try await vault.ask(call(method, params: #"{"grant":"\#(mine.id.handle)"}"#))
        #expect(own.result != nil)
    }

    @Test func `lists only the grants of its subjects`() async throws {
        let vault = try SpineBench(rules: try onlyTeam())
        for subject in ["user:default/alice", "user:team/ann", "user:team/bob", "user:default/zoe"] {
            _ = try await vault.put(subject)
        }
        let reply = try await vault.ask(call("grant.list"))
        let subjects = (reply.result?["grants"] as? [[String: Any]])?.compactMap { $0["subject"] as? String }
        #expect(subjects == ["user:team/ann", "user:team/bob"])
    }

    @Test func `lets nobody put a grant for another subject`() async throws {
        let vault = try SpineBench(rules: try onlyTeam())
        let reply = try await vault.ask(
            call(
                "grant.put",
                params: #"{"subject":"user:default/bob","provider":"acme","scopes":["read"],"refresh_token":"rt-9"}"#))
        #expect(reply.errorType == "permission_denied")
        #expect(vault.store.writeCount == 0)
    }

    private func reading(full: Bool = false, life: Int64? = nil, ceiling: ScopeSet? = Fixtures.scopes("read"))
        -> [ClientRule]
    {
        [
            ClientRule(
                methods: [.tokenGet, .tokenReject], providers: acme,
                terms: RuleTerms(scopes: ceiling, givesFullToken: full, maximumLifeSeconds: life))
        ]
    }

    @Test func `gets a narrowed token where the provider can mint one, and asks for it once`() async throws {
        let vault = try SpineBench(narrowing: .perToken, rules: reading())
        let grant = try await vault.put()
        vault.provider.answer { _ in .refreshed(Fixtures.tokens("at-read", scopes: Fixtures.scopes("read"))) }
        for _ in 0..<2 {
            let reply = try await vault.ask(call("token.get", params: #"{"grant":"\#(grant.id.handle)"}"#))
            #expect(reply.result?["access_token"] as? String == "at-read")
            #expect(reply.result?["scopes"] as? [String] == ["read"])
        }
        #expect(vault.provider.sent.map(\.scopes) == [Fixtures.scopes("read")])
        let beyond = try await vault.ask(
            call("token.get", params: #"{"grant":"\#(grant.id.handle)","scopes":["read","write"]}"#))
        #expect(beyond.errorType == "scope_exceeded")
        #expect(beyond.errorData?["scopes"] as? [String] == ["write"])
    }

    @Test func `is not served what the provider minted wider than was asked`() async throws {
        let vault = try SpineBench(narrowing: .perToken, rules: reading())
        let grant = try await vault.put()
        vault.provider.answer { _ in .refreshed(Fixtures.tokens("at-wide", scopes: Fixtures.scopes("read", "write"))) }
        let reply = try await vault.ask(call("token.get", params: #"{"grant":"\#(grant.id.handle)"}"#))
        #expect(reply.errorType == "scope_exceeded")
        #expect(vault.audit.events.contains { $0.reason == "token_beyond_terms" && $0.outcome == .deny })
    }

    @Test func `is refused the cached full token where the provider cannot narrow it`() async throws {
        let refused = try SpineBench(rules: reading())
        let grant = try await refused.put()
        let reply = try await refused.ask(call("token.get", params: #"{"grant":"\#(grant.id.handle)"}"#))
        #expect(reply.errorType == "scope_exceeded")
        #expect(refused.provider.sent.isEmpty)
        let given = try SpineBench(rules: reading(full: true))
        let other = try await given.put()
        let full = try await given.ask(call("token.get", params: #"{"grant":"\#(other.id.handle)","scopes":["read"]}"#))
        #expect(full.result?["access_token"] as? String == "at-1")
    }

    @Test func `is told which sign-in it wants, also where the token is cached, and served once it is put`()
        async throws
    {
        let rules = [
            ClientRule(
                methods: [.tokenGet, .grantPut], providers: acme,
                terms: RuleTerms(signIn: SignInTerms(acr: ["gold"], maximumAgeSeconds: 600)))
        ]
        let vault = try SpineBench(rules: rules)
        let grant = try await vault.put()
        let get = call("token.get", params: #"{"grant":"\#(grant.id.handle)"}"#)
        for _ in 0..<2 {
            let refused = try await vault.ask(get)
            #expect(refused.errorType == "step_up_required")
            #expect(refused.errorData?["acr_values"] as? String == "gold")
            #expect(refused.errorData?["max_age"] as? Int == 600)
            #expect(refused.errorData?["reason"] as? String == "acr_not_met")
        }
        let now = vault.bench.wallClock.now().seconds
        let put = try await vault.ask(
            call(
                "grant.put",
                params: #"{"subject":"user:default/alice","provider":"acme","scopes":["read"],"refresh_token":"rt-9","#
                    + #""access_token":"at-9","access_token_expires_at":\#(now + 3_600),"#
                    + #""acr":"gold","amr":["otp"],"auth_time":\#(now)}"#))
        #expect(put.result?["acr"] as? String == "gold" && put.result?["auth_time"] as? Int64 == now)
        for _ in 0..<2 { #expect(try await vault.ask(get).result?["access_token"] as? String == "at-9") }
        vault.bench.wallClock.advance(seconds: 601)
        let late = try await vault.ask(get)
        #expect(late.errorData?["reason"] as? String == "signed_in_too_long_ago")
    }

    @Test func `is refused a cached token that lives too long, and given it when it lives less`() async throws {
        let vault = try SpineBench(rules: reading(life: 900, ceiling: nil))
        let grant = try await vault.put()
        let early = try await vault.ask(call("token.get", params: #"{"grant":"\#(grant.id.handle)"}"#))
        #expect(early.errorType == "permission_denied")
        vault.bench.wallClock.advance(seconds: 2700)
        let late = try await vault.ask(call("token.get", params: #"{"grant":"\#(grant.id.handle)"}"#))
        #expect(late.result?["access_token"] as? String == "at-1")
    }
}
