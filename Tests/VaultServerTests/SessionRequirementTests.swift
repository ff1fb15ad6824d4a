import Testing
import VaultCore
import VaultService
import VaultTestSupport

@testable import VaultServer

/// Tokens that a rule gives out in a session only, and delegations that end with one.
@Suite(.timeLimit(.minutes(5))) struct `Tokens in a session` {
    private static func rules(_ terms: RuleTerms) -> [ClientRule] {
        [
            ClientRule(methods: [.tokenGet], providers: .all, terms: terms),
            ClientRule(methods: Method.allCases, providers: .all),
        ]
    }

    private func open(_ vault: SpineBench, _ subject: String = "user:default/alice", _ more: String = "") async throws
        -> String
    {
        let reply = try await vault.ask(call("session.create", params: #"{"subject":"\#(subject)"\#(more)}"#))
        return try #require(reply.result?["session"] as? String)
    }

    private func get(_ vault: SpineBench, _ grant: Grant, session: String? = nil) async throws -> ReplyLine {
        let named = session.map { #","session":"\#($0)""# } ?? ""
        return try await vault.ask(call("token.get", params: #"{"grant":"\#(grant.id.handle)"\#(named)}"#))
    }

    @Test func `are given out in a live session of the user alone, also when they lie ready`() async throws {
        let vault = try SpineBench(rules: Self.rules(RuleTerms(requiresSession: true)))
        let grant = try await vault.put()
        #expect(try await get(vault, grant).errorType == "permission_denied")
        let session = try await open(vault)
        for _ in 0..<2 {
            #expect(try await get(vault, grant, session: session).result?["access_token"] as? String == "at-1")
        }
        let bobs = try await open(vault, "user:default/bob")
        #expect(try await get(vault, grant, session: bobs).errorType == "not_found")
        #expect(try await get(vault, grant, session: "vse_x").errorType == "not_found")
        _ = try await vault.ask(call("session.revoke", params: #"{"session":"\#(session)"}"#))
        #expect(try await get(vault, grant, session: session).errorType == "not_found")
        let reasons = vault.audit.events.compactMap(\.reason)
        for reason in ["session_required", "session_of_another", "session_malformed", "session_unknown"] {
            #expect(reasons.contains(reason), "\(reason)")
        }
    }

    @Test func `a session that is named must live, whatever the rule wants`() async throws {
        let vault = try SpineBench()
        let grant = try await vault.put()
        #expect(try await get(vault, grant).result != nil)
        #expect(try await get(vault, grant, session: "vse_x").errorType == "not_found")
    }

    @Test func `the sign-in of the session is the one that counts, and a renewal brings a stronger one`() async throws {
        let vault = try SpineBench(rules: Self.rules(RuleTerms(signIn: SignInTerms(acr: ["gold"]))))
        let grant = try await vault.put()
        #expect(try await get(vault, grant).errorType == "step_up_required")
        let weak = try await open(vault, "user:default/alice", #","acr":"silver""#)
        #expect(try await get(vault, grant, session: weak).errorType == "step_up_required")
        let renewed = try await vault.ask(call("session.renew", params: #"{"session":"\#(weak)","acr":"gold"}"#))
        let strong = try #require(renewed.result?["session"] as? String)
        #expect(try await get(vault, grant, session: strong).result?["access_token"] as? String == "at-1")
    }

    @Test func `a delegation is over with its session also where that ran out unseen`() async throws {
        let vault = try SpineBench()
        let grant = try await vault.put()
        let session = try await open(vault)
        let made = try await vault.ask(
            call(
                "delegation.create",
                params:
                    #"{"grant":"\#(grant.id.handle)","client":"backend","expires_in_seconds":7200,"session":"\#(session)"}"#
            ))
        let secret = try #require(made.result?["delegation"] as? String)
        let redeem = call("token.get", params: #"{"delegation":"\#(secret)"}"#)
        vault.bench.wallClock.advance(seconds: SessionClass.browser.idleSeconds - 1)
        #expect(try await vault.ask(redeem).result?["access_token"] as? String == "at-1")
        vault.bench.wallClock.advance(seconds: 1)
        #expect(try await vault.ask(redeem).errorType == "not_found")
        #expect(vault.audit.events.last?.reason == "delegation_session_over")
    }

    @Test func `a delegation ends with its session, and carries it where one is required`() async throws {
        let vault = try SpineBench(rules: Self.rules(RuleTerms(requiresSession: true)))
        let grant = try await vault.put()
        let session = try await open(vault)
        func create(_ session: String?) async throws -> ReplyLine {
            let named = session.map { #","session":"\#($0)""# } ?? ""
            return try await vault.ask(
                call(
                    "delegation.create",
                    params: #"{"grant":"\#(grant.id.handle)","client":"backend","expires_in_seconds":600\#(named)}"#))
        }
        #expect(try await create(nil).errorType == "permission_denied")
        #expect(try await create(try await open(vault, "user:default/bob")).errorType == "not_found")
        let made = try await create(session)
        let secret = try #require(made.result?["delegation"] as? String)
        #expect((made.result?["session"] as? String)?.hasPrefix("vsi_") == true)
        let redeem = call("token.get", params: #"{"delegation":"\#(secret)"}"#)
        #expect(try await vault.ask(redeem).result?["access_token"] as? String == "at-1")
        _ = try await vault.ask(call("session.revoke", params: #"{"session":"\#(session)"}"#))
        #expect(try await vault.ask(redeem).errorType == "not_found")
        let list = try await vault.ask(call("delegation.list", params: "{}"))
        #expect((list.result?["delegations"] as? [Any])?.isEmpty == true)
    }
}
