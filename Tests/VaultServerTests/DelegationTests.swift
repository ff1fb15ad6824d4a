import Testing
import VaultCore
import VaultService
import VaultTestSupport

@testable import VaultServer

/// Delegations on the wire: made, listed, revoked, and redeemed by `token.get`.
@Suite struct `Delegations on the wire` {
    private func plugin(_ rules: [ClientRule]? = nil) throws -> ClientSettings {
        ClientSettings(
            name: try ClientName("plugin"), selectors: [PeerSelector(uid: 4_000_000, gid: nil)],
            rules: rules ?? [ClientRule(methods: [.tokenGet], providers: .all, subjects: .only([]))])
    }

    private func create(
        _ vault: SpineBench, _ grant: Grant, client: String = "backend", _ more: String = ""
    ) async throws -> ReplyLine {
        try await vault.ask(
            call(
                "delegation.create",
                params: #"{"grant":"\#(grant.id.handle)","client":"\#(client)","expires_in_seconds":600\#(more)}"#))
    }

    private func secret(_ reply: ReplyLine) throws -> String { try #require(reply.result?["delegation"] as? String) }

    private func redeem(_ secret: String, _ more: String = "") -> String {
        call("token.get", params: #"{"delegation":"\#(secret)"\#(more)}"#)
    }

    @Test func `what was created is redeemed, counted, listed without its secret, and dead when revoked`() async throws
    {
        let vault = try SpineBench()
        let grant = try await vault.put()
        let made = try await create(vault, grant, #","max_uses":5,"purpose":"nightly import""#)
        let handle = try secret(made)
        let id = try #require(made.result?["id"] as? String)
        #expect(handle.hasPrefix("vdl_"))
        #expect(made.result?["scopes"] as? [String] == ["read", "write"])
        let token = try await vault.ask(redeem(handle))
        #expect(token.result?["access_token"] as? String == "at-1")
        let list = try await vault.answer(call("delegation.list", params: #"{"grant":"\#(grant.id.handle)"}"#))
        #expect(!list.contains(handle))
        let listed = try #require((try ReplyLine(list).result?["delegations"] as? [[String: Any]])?.first)
        #expect(listed["id"] as? String == id)
        #expect(listed["uses"] as? Int == 1)
        #expect(listed["purpose"] as? String == "nightly import")
        let revoked = try await vault.ask(call("delegation.revoke", params: #"{"id":"\#(id)"}"#))
        #expect(revoked.result?["revoked"] as? Bool == true)
        #expect(try await vault.ask(redeem(handle)).errorType == "not_found")
        let kinds = vault.audit.events.map(\.kind).filter { $0.rawValue.hasPrefix("delegation") }
        #expect(kinds == [.delegationCreated, .delegationRedeemed, .delegationRevoked, .delegationRefused])
        #expect(vault.audit.events.last?.reason == "delegation_unknown")
    }

    @Test func `neither is made nor redeemed without the sign-in that the creator needs itself`() async throws {
        let rules = [
            ClientRule(methods: [.delegationCreate], providers: .all),
            ClientRule(
                methods: [.tokenGet], providers: .all, terms: RuleTerms(signIn: SignInTerms(maximumAgeSeconds: 600))),
        ]
        let vault = try SpineBench(rules: rules)
        #expect(try await create(vault, try await vault.put()).errorType == "step_up_required")
        let now = vault.bench.wallClock.now()
        var put = Fixtures.put(accessToken: "at-2", expiresAt: now.adding(seconds: 3_600))
        put.authentication = try Authentication(seconds: now.seconds)
        let permit = Fixtures.permit(.grantPut, for: put.key)
        let fresh = try await vault.grants.put(put, permit, caller: Fixtures.caller).grant
        let handle = try secret(
            try await vault.ask(
                call(
                    "delegation.create",
                    params: #"{"grant":"\#(fresh.id.handle)","client":"backend","expires_in_seconds":6000}"#)))
        #expect(try await vault.ask(redeem(handle)).result?["access_token"] as? String == "at-2")
        vault.bench.wallClock.advance(seconds: 601)
        let late = try await vault.ask(redeem(handle))
        #expect(late.errorType == "step_up_required" && late.errorData?["max_age"] as? Int == 600)
    }

    @Test func `one is revoked by its secret too`() async throws {
        let vault = try SpineBench()
        let handle = try secret(try await create(vault, try await vault.put()))
        let reply = try await vault.ask(call("delegation.revoke", params: #"{"delegation":"\#(handle)"}"#))
        #expect(reply.result?["revoked"] as? Bool == true)
        #expect(try await vault.ask(redeem(handle)).errorType == "not_found")
    }

    @Test func `whatever is wrong with a delegation, the answer is the same byte for byte and the log knows why`()
        async throws
    {
        let vault = try SpineBench(others: [try plugin()])
        let grant = try await vault.put()
        let once = try secret(try await create(vault, grant, #","max_uses":1"#))
        _ = try await vault.ask(redeem(once))
        let foreign = try secret(try await create(vault, grant, client: "plugin"))
        let revoked = try await create(vault, grant)
        let id = try #require(revoked.result?["id"] as? String)
        _ = try await vault.ask(call("delegation.revoke", params: #"{"id":"\#(id)"}"#))
        let gone = try await vault.put("user:default/gone")
        let dead = try secret(try await create(vault, gone))
        _ = try await vault.ask(call("grant.revoke", params: #"{"grant":"\#(gone.id.handle)"}"#))
        let other = DelegationHandle(new: try #require(DelegationID(text: id))).secret
        let short = try secret(try await create(vault, grant))
        let forged = DelegationHandle(new: try #require(DelegationHandle(Secret(copyingTextOf: short))?.id)).secret
        var answers: [String] = []
        for handle in [
            once, foreign, try secret(revoked), dead, other.exposed, forged.exposed, "nonsense", "", "ü", id,
        ] {
            answers.append(try await vault.answer(redeem(handle)))
        }
        vault.bench.wallClock.advance(seconds: 600)
        answers.append(try await vault.answer(redeem(short)))
        #expect(Set(answers).count == 1, "\(Set(answers))")
        #expect(try ReplyLine(answers[0]).errorType == "not_found")
        let reasons = vault.audit.events.filter { $0.kind == .delegationRefused }.compactMap(\.reason)
        #expect(
            reasons == [
                "delegation_exhausted", "delegation_foreign_client", "delegation_unknown", "delegation_unknown",
                "delegation_unknown", "delegation_wrong_secret", "delegation_malformed", "delegation_malformed",
                "delegation_malformed", "delegation_malformed", "delegation_expired",
            ])
    }

    @Test func `a call with a delegation is never answered from memory as if it had none`() async throws {
        let vault = try SpineBench()
        let grant = try await vault.put()
        let plain = call("token.get", params: #"{"grant":"\#(grant.id.handle)"}"#)
        for _ in 0..<2 { #expect(try await vault.ask(plain).isResult) }
        for both in [
            #"{"grant":"\#(grant.id.handle)","delegation":"vdl_x"}"#,
            #"{"delegation":"vdl_x","grant":"\#(grant.id.handle)"}"#,
            #"{"subject":"user:default/alice","provider":"acme","delegation":"vdl_x"}"#,
        ] {
            for _ in 0..<2 {
                #expect(try await vault.ask(call("token.get", params: both)).errorType == "invalid_params")
            }
        }
    }

    @Test func `of a hundred redemptions at once of one that is good for ten exactly ten get a token`() async throws {
        let vault = try SpineBench()
        let handle = try secret(try await create(vault, try await vault.put(), #","max_uses":10"#))
        let peer = try vault.bench.connect()
        for _ in 0..<100 { peer.sendLine(redeem(handle)) }
        var lines: [String] = []
        for _ in 0..<1_000_000 where lines.count < 100 {
            vault.bench.tick()
            lines += peer.lines()
            await Task.yield()
        }
        let replies = try lines.map(ReplyLine.init)
        #expect(replies.count == 100)
        #expect(replies.filter(\.isResult).count == 10)
        #expect(replies.filter { $0.errorType == "not_found" }.count == 90)
    }

    @Test func `no use is spent on a token that is not handed out`() async throws {
        let vault = try SpineBench()
        let grant = try await vault.put(token: nil)
        let handle = try secret(try await create(vault, grant, #","max_uses":1"#))
        #expect(try await vault.ask(redeem(handle, #","scopes":["admin"]"#)).errorType == "scope_exceeded")
        vault.provider.answer { _ in .refreshed(Fixtures.tokens("at-2")) }
        #expect(try await vault.ask(redeem(handle)).result?["access_token"] as? String == "at-2")
        #expect(try await vault.ask(redeem(handle)).errorType == "not_found")
    }

    @Test func `a token of fewer scopes is narrowed at the provider`() async throws {
        let vault = try SpineBench(narrowing: .perToken)
        let grant = try await vault.put()
        let handle = try secret(try await create(vault, grant, #","scopes":["read"]"#))
        vault.provider.answer { _ in .refreshed(Fixtures.tokens("at-read", scopes: Fixtures.scopes("read"))) }
        #expect(try await vault.ask(redeem(handle)).result?["access_token"] as? String == "at-read")
        let beyond = try await vault.ask(redeem(handle, #","scopes":["read","write"]"#))
        #expect(beyond.errorType == "scope_exceeded")
        #expect(beyond.errorData?["scopes"] as? [String] == ["write"])
    }

    @Test func `where the provider cannot narrow, fewer scopes need that the creator asked for the full token`()
        async throws
    {
        let vault = try SpineBench()
        let grant = try await vault.put()
        #expect(try await create(vault, grant, #","scopes":["read"]"#).errorType == "scope_exceeded")
        let made = try await create(vault, grant, #","scopes":["read"],"full_token":true"#)
        #expect(try await vault.ask(redeem(try secret(made))).result?["access_token"] as? String == "at-1")
    }

    private func rules(_ terms: RuleTerms, also: [Method] = [.delegationCreate]) -> [ClientRule] {
        [ClientRule(methods: [.tokenGet], providers: .all, terms: terms), ClientRule(methods: also, providers: .all)]
    }

    @Test func `nobody delegates more than it may have`() async throws {
        let reading = RuleTerms(scopes: Fixtures.scopes("read"))
        let vault = try SpineBench(narrowing: .perToken, rules: rules(reading))
        let grant = try await vault.put()
        let wide = try await create(vault, grant, #","scopes":["read","write"]"#)
        #expect(wide.errorType == "scope_exceeded")
        #expect(wide.errorData?["scopes"] as? [String] == ["write"])
        #expect(try await create(vault, grant).result?["scopes"] as? [String] == ["read"])
        let lineage = try SpineBench(rules: rules(reading))
        let other = try await lineage.put()
        #expect(try await create(lineage, other, #","full_token":true"#).errorType == "scope_exceeded")
        let without = try SpineBench(methods: [.delegationCreate])
        #expect(try await create(without, try await without.put()).errorType == "permission_denied")
        let stranger = try await create(vault, grant, client: "nobody")
        #expect(stranger.errorType == "invalid_params")
    }

    @Test(arguments: [
        #","expires_in_seconds":0"#, #","expires_in_seconds":2592001"#, #","max_uses":0"#, #","client":"No""#,
        #","expires_at":1"#, #","purpose":"""#,
    ])
    func `a wrong parameter is told`(more: String) async throws {
        let vault = try SpineBench()
        let grant = try await vault.put()
        var params = #"{"grant":"\#(grant.id.handle)""#
        if !more.contains("client") { params += #","client":"backend""# }
        if !more.contains("expires") { params += #","expires_in_seconds":60"# }
        let reply = try await vault.ask(call("delegation.create", params: params + more + "}"))
        #expect(reply.errorType == "invalid_params")
        #expect(try vault.store.delegations(DelegationFilter()).isEmpty)
    }
}

extension Secret {
    fileprivate var exposed: String { withBytes { String(decoding: $0, as: UTF8.self) } }
}
