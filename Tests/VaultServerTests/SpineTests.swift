import Testing
import VaultCore
import VaultService
import VaultSocket
import VaultTestSupport

@testable import VaultServer

struct SpineTests {
    private func handle(_ grant: Grant) -> String { #"{"grant":"\#(grant.id.handle)"}"# }

    @Test func `a grant is put, looked up, listed and revoked over the wire`() async throws {
        let vault = try SpineBench()
        let put = try await vault.ask(
            call(
                "grant.put",
                params: #"{"subject":"user:default/bob","provider":"acme","scopes":["read"],"refresh_token":"rt-9"}"#))
        let grant = try #require(put.result?["grant"] as? String)
        let looked = try await vault.ask(call("grant.lookup", params: #"{"grant":"\#(grant)"}"#))
        #expect(looked.result?["subject"] as? String == "user:default/bob")
        let listed = try await vault.ask(call("grant.list"))
        #expect((listed.result?["grants"] as? [Any])?.count == 1)
        let revoked = try await vault.ask(call("grant.revoke", params: #"{"grant":"\#(grant)"}"#))
        #expect(revoked.result?["revoked_locally"] as? Bool == true)
        #expect(try await vault.ask(call("grant.lookup", params: #"{"grant":"\#(grant)"}"#)).errorType == "not_found")
    }

    @Test func `a rejected token is replaced`() async throws {
        let vault = try SpineBench()
        let grant = try await vault.put()
        vault.provider.answer { _ in .refreshed(Fixtures.tokens("at-2")) }
        let reply = try await vault.ask(
            call("token.reject", params: #"{"grant":"\#(grant.id.handle)","access_token":"at-1"}"#))
        #expect(reply.result?["access_token"] as? String == "at-2")
    }

    @Test func `a claims challenge is handed to whoever asks next`() async throws {
        let vault = try SpineBench()
        let grant = try await vault.put()
        let claims = #"{"access_token":{"acrs":{"value":"c1"}}}"#
        let quoted = claims.replacing("\"", with: "\\\"")
        for wrong in [#""[]""#, #""no JSON""#, "7"] {
            let refused = try await vault.ask(
                call(
                    "token.reject",
                    params: #"{"grant":"\#(grant.id.handle)","access_token":"at-1","claims":\#(wrong)}"#))
            #expect(refused.code == -32602)
        }
        let rejected = try await vault.ask(
            call(
                "token.reject",
                params: #"{"grant":"\#(grant.id.handle)","access_token":"at-1","claims":"\#(quoted)"}"#))
        let asked = try await vault.ask(call("token.get", params: handle(grant)))
        for reply in [rejected, asked] {
            #expect(reply.errorType == "step_up_required")
            #expect(reply.errorData?["claims"] as? String == claims)
        }
        let looked = try await vault.ask(call("grant.lookup", params: handle(grant)))
        #expect(looked.result?["status"] as? String == "step_up_required")
        #expect(looked.result?["claims"] as? String == claims)
    }

    @Test(arguments: [Method.grantPut, .grantLookup, .grantList, .grantRevoke, .tokenGet, .tokenReject, .providerList])
    func `a method that policy does not allow is denied before its parameters are judged, and recorded`(
        method: Method
    ) async throws {
        let vault = try SpineBench(methods: [.systemInfo])
        let reply = try await vault.ask(call(method.rawValue, params: #"{"nonsense":true}"#))
        #expect(reply.errorType == "permission_denied")
        let event = try #require(vault.audit.events.last)
        #expect((event.kind, event.outcome, event.method) == (.decision, .deny, method))
        #expect(event.reason == "method_not_allowed")
        #expect(event.caller?.client?.text == "backend")
    }

    @Test func `a grant that does not read back is revoked over the wire, by handle or by name, and replaced by a put`()
        async throws
    {
        for selector in ["handle", "name"] {
            let vault = try SpineBench()
            let grant = try await vault.put()
            vault.store.makeUnreadable(grant.id)
            let named = #"{"subject":"user:default/alice","provider":"acme"}"#
            let revoke = call("grant.revoke", params: selector == "handle" ? handle(grant) : named)
            #expect(try await vault.ask(call("grant.lookup", params: named)).errorType == "internal")
            let reply = try await vault.ask(revoke)
            #expect(reply.result?["grant"] as? String == grant.id.handle)
            #expect(reply.result?["upstream"] as? String == "refused")
            #expect(try await vault.ask(revoke).errorType == "not_found")
            let again = try await vault.put()
            vault.store.makeUnreadable(again.id)
            #expect(try await vault.put().id == again.id)
        }
    }

    @Test func `a grant that does not read back is hidden from who does not reach its provider`() async throws {
        let vault = try SpineBench(providers: .only([Fixtures.providerName("other")]))
        let grant = try await vault.put()
        vault.store.makeUnreadable(grant.id)
        #expect(try await vault.ask(call("grant.revoke", params: handle(grant))).errorType == "not_found")
        #expect(try vault.store.damagedGrants(.id(grant.id)).count == 1)
    }

    @Test(arguments: ["grant.lookup", "grant.revoke", "token.get"])
    func `a grant of a provider out of reach is to the caller as if it did not exist`(method: String) async throws {
        let vault = try SpineBench(providers: .only([Fixtures.providerName("other")]))
        let grant = try await vault.put()
        let byID = try await vault.ask(call(method, params: handle(grant)))
        let bySubject = try await vault.ask(
            call(method, params: #"{"subject":"user:default/alice","provider":"acme"}"#))
        let missing = try await vault.ask(
            call(method, params: #"{"grant":"\#(try #require(GrantID(rawValue: 99)).handle)"}"#))
        for reply in [byID, bySubject, missing] {
            #expect(reply.errorType == "not_found")
            #expect(reply.message == missing.message)
        }
        #expect(try vault.store.grant(grant.id) != nil)
    }

    @Test func `several accounts at a provider out of reach are not told apart from none`() async throws {
        let vault = try SpineBench(providers: .only([Fixtures.providerName("other")]))
        for account in ["one", "two"] {
            let put = Fixtures.put(Fixtures.key("user:default/alice", at: "acme", account: account))
            _ = try await vault.grants.put(
                put, Fixtures.permit(.grantPut, for: put.key), caller: Fixtures.caller)
        }
        let reply = try await vault.ask(
            call("grant.lookup", params: #"{"subject":"user:default/alice","provider":"acme"}"#))
        #expect(reply.errorType == "not_found")
    }

    @Test func `putting at a provider out of reach is denied`() async throws {
        let vault = try SpineBench(providers: .only([Fixtures.providerName("other")]))
        let reply = try await vault.ask(
            call(
                "grant.put",
                params: #"{"subject":"user:default/bob","provider":"acme","scopes":["read"],"refresh_token":"rt-9"}"#))
        #expect(reply.errorType == "permission_denied")
        #expect(vault.store.writeCount == 0)
    }

    @Test func `a list holds only what the caller reaches, whatever it asks for`() async throws {
        let vault = try SpineBench(providers: .only([Fixtures.providerName("other")]))
        _ = try await vault.put("user:default/alice", at: "acme")
        _ = try await vault.put("user:default/alice", at: "other")
        let providers = { (reply: ReplyLine) in
            (reply.result?["grants"] as? [[String: Any]])?.compactMap { $0["provider"] as? String }
        }
        #expect(providers(try await vault.ask(call("grant.list"))) == ["other"])
        #expect(providers(try await vault.ask(call("grant.list", params: #"{"provider":"acme"}"#))) == [])
        #expect(providers(try await vault.ask(call("grant.list", params: #"{"provider":"other"}"#))) == ["other"])
    }

    @Test func `who reaches everything lists grants of providers that are no longer configured`() async throws {
        let vault = try SpineBench()
        _ = try await vault.put("user:default/alice", at: "acme")
        vault.settings.replace(providers: [Fixtures.provider("other")], tokens: TokenSettings())
        let reply = try await vault.ask(call("grant.list"))
        #expect((reply.result?["grants"] as? [Any])?.count == 1)
    }

    @Test func `providers are listed as far as the caller reaches them`() async throws {
        let vault = try SpineBench(providers: .only([Fixtures.providerName("other")]))
        let reply = try await vault.ask(call("provider.list"))
        let names = (reply.result?["providers"] as? [[String: Any]])?.compactMap { $0["name"] as? String }
        #expect(names == ["other"])
    }

    @Test func `a provider is tested on the admin socket only`() async throws {
        let vault = try SpineBench()
        let line = call("provider.test", params: #"{"provider":"acme"}"#)
        #expect(try await vault.ask(line).errorType == "permission_denied")
        #expect(try await vault.ask(line, on: .admin).isResult)
        let unknown = call("provider.test", params: #"{"provider":"nobody"}"#)
        #expect(try await vault.ask(unknown, on: .admin).errorType == "not_found")
    }

    @Test func `every allowed call leaves one decision, with the grant it led to`() async throws {
        let vault = try SpineBench()
        let grant = try await vault.put()
        let before = vault.audit.events.count
        _ = try await vault.ask(call("grant.lookup", params: handle(grant)))
        let events = vault.audit.events.dropFirst(before)
        #expect(events.map(\.kind) == [.decision])
        #expect(events.first?.outcome == .allow)
        #expect(events.first?.grant == grant.id)
        #expect(events.first?.subject == grant.subject)
    }

    @Test func `a call that leads nowhere is recorded as failed`() async throws {
        let vault = try SpineBench()
        let id = try #require(GrantID(rawValue: 99))
        _ = try await vault.ask(call("grant.lookup", params: #"{"grant":"\#(id.handle)"}"#))
        let event = try #require(vault.audit.events.last)
        #expect((event.kind, event.outcome, event.grant, event.reason) == (.decision, .failed, id, "not_found"))
    }

    @Test func `wrong parameters of an allowed call are told with their field`() async throws {
        let vault = try SpineBench()
        let reply = try await vault.ask(call("grant.lookup", params: #"{"grant":7}"#))
        #expect(reply.errorType == "invalid_params")
        #expect(reply.code == -32602)
    }

    @Test func `an unknown method is no method, whoever asks`() async throws {
        let vault = try SpineBench(methods: [])
        let reply = try await vault.ask(call("grant.steal"))
        #expect(reply.code == -32601)
    }

    @Test func `a peer that no rule knows may ping and nothing else`() async throws {
        let vault = try SpineBench(methods: [])
        #expect(try await vault.ask(call("system.ping")).isResult)
        #expect(try await vault.ask(call("system.info")).errorType == "permission_denied")
    }

    private static func codes(_ reply: ReplyLine) -> [String?] {
        (reply.result?["reasons"] as? [[String: Any]])?.map { $0["code"] as? String } ?? []
    }

    @Test func `a vault that is shutting down is not ready, and one without its store is not`() async throws {
        let vault = try SpineBench()
        vault.bench.health.ends()
        let ending = try await vault.ask(call("system.health"))
        #expect(ending.result?["ready"] as? Bool == false && Self.codes(ending) == ["shutting_down"])
        let blind = try SpineBench(pendingRevocations: nil)
        let unread = try await blind.ask(call("system.health"))
        #expect(unread.result?["ready"] as? Bool == false && Self.codes(unread) == ["store_failing"])
        #expect(unread.result?["pending_revocations"] as? Int == 0)
    }

    @Test func `a provider that is held back makes nobody look elsewhere`() async throws {
        let vault = try SpineBench(problems: [HealthProblem(.providerHeldBack, "p")])
        let reply = try await vault.ask(call("system.health"))
        #expect(reply.result?["status"] as? String == "degraded" && reply.result?["ready"] as? Bool == true)
    }

    @Test func `health tells the worst first`() async throws {
        let vault = try SpineBench()
        let well = try await vault.ask(call("system.health"))
        #expect(well.result?["status"] as? String == "ok")
        #expect(well.result?["live"] as? Bool == true && well.result?["ready"] as? Bool == true)
        #expect(well.result?["pending_revocations"] as? Int == 7)
        vault.bench.health.auditFailed(errno: 28)
        vault.audit.failFlushes(errno: 28)
        let degraded = try await vault.ask(call("system.health"))
        #expect(degraded.result?["status"] as? String == "degraded")
        #expect(degraded.result?["ready"] as? Bool == false && Self.codes(degraded) == ["audit_failing"])
        #expect((degraded.result?["problems"] as? [String])?.first?.hasPrefix("audit_failed") == true)
        try await vault.seal.lock(Fixtures.permit(.sealLock, at: nil), caller: Fixtures.caller)
        let sealed = try await vault.ask(call("system.health"))
        #expect(sealed.result?["status"] as? String == "sealed")
        #expect(sealed.result?["ready"] as? Bool == false && Self.codes(sealed) == ["sealed", "audit_failing"])
        #expect((sealed.result?["problems"] as? [String])?.first?.hasPrefix("sealed (locked): ") == true)
    }

    @Test func `info counts what is going on`() async throws {
        let vault = try SpineBench()
        vault.bench.wallClock.advance(seconds: 5)
        let result = try #require(try await vault.ask(call("system.info")).result)
        #expect(result["version"] as? String == "1.2.3")
        #expect(result["uptime_seconds"] as? Int == 5)
        #expect(result["connections"] as? Int == 1)
        #expect(result["in_flight"] as? Int == 1)
        #expect(result["providers"] as? Int == 2)
    }

    @Test func `discovery describes the methods`() async throws {
        let vault = try SpineBench()
        let result = try #require(try await vault.ask(call("rpc.discover")).result)
        let names = (result["methods"] as? [[String: Any]])?.compactMap { $0["name"] as? String }
        #expect(Set(names ?? []) == Set(Method.allCases.map(\.rawValue)))
    }
}
