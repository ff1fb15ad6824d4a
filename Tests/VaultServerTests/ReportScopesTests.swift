import Testing
import VaultCore
import VaultService
import VaultTestSupport

@testable import VaultServer

/// `report.scopes` over real connections: every way by which a token leaves is counted, and no other.
@Suite(.timeLimit(.minutes(5))) struct `The report on scopes` {
    private func use(_ vault: SpineBench, _ params: String = #"{"provider":"acme"}"#) async throws -> [String: Any] {
        let reply = try await vault.ask(call("report.scopes", params: params), on: .admin)
        return try #require((reply.result?["uses"] as? [[String: Any]])?.first { $0["client"] as? String == "backend" })
    }

    private func counts(_ use: [String: Any], _ name: String) -> [String: Int] {
        let list = use[name] as? [[String: Any]] ?? []
        return Dictionary(
            uniqueKeysWithValues: list.map { ($0["scope"] as? String ?? "", $0["calls"] as? Int ?? 0) })
    }

    private func get(_ grant: Grant, _ more: String = "") -> String {
        call("token.get", params: #"{"grant":"\#(grant.id.handle)"\#(more)}"#)
    }

    @Test func `a call that the loop answers is counted like one that the spine answers`() async throws {
        let plain = try SpineBench()
        let ceiling = RuleTerms(maximumLifeSeconds: 10_000)
        let slow = try SpineBench(rules: [
            ClientRule(methods: [.tokenGet], providers: .all, terms: ceiling),
            ClientRule(methods: Method.allCases, providers: .all),
        ])
        for vault in [plain, slow] {
            let grant = try await vault.put()
            for more in ["", #","scopes":["read"]"#, #","scopes":["read","write"]"#] {
                #expect(try await vault.ask(get(grant, more)).result?["access_token"] as? String == "at-1")
            }
            let use = try await use(vault)
            #expect(use["calls_naming_none"] as? Int == 1 && use["calls_naming_scopes"] as? Int == 2)
            #expect(use["calls_given_more"] as? Int == 1 && use["not_told_apart"] as? Int == 0)
            #expect(counts(use, "used") == ["read": 2, "write": 1])
            #expect(use["granted"] as? [String] == ["read", "write"])
        }
        #expect(plain.audit.written.contains { if case .served = $0 { true } else { false } }, "the loop answered")
        #expect(!slow.audit.written.contains { if case .served = $0 { true } else { false } }, "the spine answered")
    }

    @Test func `a call that gets no token is not counted as one, nor are its words`() async throws {
        let ceiling = RuleTerms(scopes: Fixtures.scopes("read", "write", "admin"))
        let vault = try SpineBench(rules: [
            ClientRule(methods: [.tokenGet], providers: .all, terms: ceiling),
            ClientRule(methods: Method.allCases, providers: .all),
        ])
        let grant = try await vault.put()
        #expect(try await vault.ask(get(grant, #","scopes":["admin","made-up"]"#)).errorType == "scope_exceeded")
        #expect(try await vault.ask(get(grant, #","scopes":["read"]"#)).result != nil)
        let use = try await use(vault)
        #expect(use["calls_naming_scopes"] as? Int == 1 && counts(use, "used") == ["read": 1])
        #expect(counts(use, "asked") == ["admin": 1, "read": 1])
        #expect(use["never_used"] as? [String] == ["write"])
    }

    @Test func `a rejected token's successor counts, and so does a redemption, for both who are in it`() async throws {
        let vault = try SpineBench()
        let grant = try await vault.put()
        vault.provider.answerOnce(.refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2")))
        let reject = call("token.reject", params: #"{"grant":"\#(grant.id.handle)","access_token":"at-1"}"#)
        #expect(try await vault.ask(reject).result?["access_token"] as? String == "at-2")
        #expect(try await use(vault)["calls_naming_none"] as? Int == 1)
        let make = call(
            "delegation.create",
            params: #"{"grant":"\#(grant.id.handle)","client":"backend","expires_in_seconds":600}"#)
        let secret = try #require(try await vault.ask(make).result?["delegation"] as? String)
        #expect(try await use(vault)["delegated"] as? [String] == ["read", "write"])
        let redeem = call("token.get", params: #"{"delegation":"\#(secret)","scopes":["read"]}"#)
        #expect(try await vault.ask(redeem).result != nil)
        let use = try await use(vault)
        #expect(use["calls_naming_scopes"] as? Int == 1 && counts(use, "used") == ["read": 1])
        #expect(use["delegated"] as? [String] == ["read", "write"])
    }

    @Test func `where a token carries less than its grant has, the rule keeps what the grant has`() async throws {
        let vault = try SpineBench()
        let grant = try await vault.put(token: nil)
        vault.provider.answerOnce(
            .refreshed(Fixtures.tokens("at-2", refreshToken: "rt-2", scopes: Fixtures.scopes("read"))))
        for _ in 0..<2 {
            let token = try await vault.ask(get(grant, #","scopes":["read"]"#)).result
            #expect(token?["scopes"] as? [String] == ["read"])
        }
        let report = try await vault.ask(call("report.scopes"), on: .admin).result
        let rules = try #require(report?["rules"] as? [[String: Any]])
        #expect(rules.first?["suggested"] as? [String] == ["read", "write"])
        #expect(try await counts(use(vault), "used") == ["read": 2])
        #expect(vault.audit.written.contains { if case .served = $0 { true } else { false } }, "one by the loop")
    }

    @Test func `it is for operators, about configured clients, and within its days`() async throws {
        let other = ClientSettings(
            name: try ClientName("other"), selectors: [PeerSelector(uid: 4_000_000, gid: nil)],
            rules: [ClientRule(methods: [.tokenGet], providers: .all)])
        let vault = try SpineBench(others: [other])
        #expect(try await vault.ask(call("report.scopes")).errorType == "permission_denied")
        let reply = try await vault.ask(call("report.scopes", params: #"{"client":"other","days":7}"#), on: .admin)
        let uses = try #require(reply.result?["uses"] as? [[String: Any]])
        #expect(uses.map { $0["client"] as? String } == ["other", "other"] && reply.result?["days"] as? Int == 7)
        #expect(uses.allSatisfy { $0["broader"] as? [String] == ["not_called"] })
        for days in [0, 401] {
            let reply = try await vault.ask(call("report.scopes", params: #"{"days":\#(days)}"#), on: .admin)
            #expect(reply.errorType == "invalid_params")
        }
    }
}
