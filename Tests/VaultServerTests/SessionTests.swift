import Testing
import VaultCore
import VaultService
import VaultTestSupport

@testable import VaultServer

/// Sessions on the wire: opened, looked up, renewed, listed, ended, under policy.
@Suite(.timeLimit(.minutes(5))) struct `Sessions on the wire` {
    private func create(
        _ vault: SpineBench, _ subject: String = "user:default/alice", _ more: String = ""
    ) async throws -> ReplyLine {
        try await vault.ask(call("session.create", params: #"{"subject":"\#(subject)"\#(more)}"#))
    }

    private func lookUp(_ secret: String) -> String {
        call("session.lookup", params: #"{"session":"\#(secret)"}"#)
    }

    private func secret(_ reply: ReplyLine) throws -> String { try #require(reply.result?["session"] as? String) }

    @Test func `req 37 and 38 creating answers with the handle, its cookie, and that nobody may cache it`() async throws
    {
        let vault = try SpineBench()
        let made = try await create(vault)
        let handle = try secret(made)
        #expect(
            made.result?["set_cookie"] as? String
                == "__Host-id=\(handle); Path=/; Secure; HttpOnly; SameSite=Lax")
        #expect(made.result?["cache_control"] as? String == "no-store")
        #expect(made.result?["evicted"] == nil)
    }

    @Test func `what was put in comes out, and only for the handle`() async throws {
        let vault = try SpineBench()
        let handle = try secret(
            try await create(
                vault, "user:default/alice",
                #","claims":{"email":"a@example.org","n":[1,{"x":null}]},"payload":"p\"1","acr":"2","amr":["pwd"]"#))
        let answer = try await vault.answer(lookUp(handle))
        #expect(answer.contains(#""claims":{"email":"a@example.org","n":[1,{"x":null}]}"#))
        #expect(answer.contains(#""payload":"p\"1""#))
        #expect(!answer.contains(handle))
        let list = try await vault.answer(call("session.list", params: #"{"subject":"user:default/alice"}"#))
        #expect(!list.contains("example.org") && !list.contains(handle) && list.contains(#""acr":"2""#))
    }

    @Test func `a renewed handle replaces the old one, and revoking clears the cookie`() async throws {
        let vault = try SpineBench()
        let old = try secret(try await create(vault))
        let renewed = try await vault.ask(call("session.renew", params: #"{"session":"\#(old)","amr":["hwk"]}"#))
        let new = try secret(renewed)
        #expect(new != old && renewed.result?["amr"] as? [String] == ["hwk"])
        #expect(
            try await vault.ask(call("session.renew", params: #"{"session":"\#(old)"}"#)).errorType == "conflict")
        let ended = try await vault.ask(call("session.revoke", params: #"{"session":"\#(new)"}"#))
        #expect((ended.result?["set_cookie"] as? String)?.hasSuffix("; Max-Age=0") == true)
        #expect(try await vault.ask(lookUp(new)).errorType == "not_found")
    }

    @Test func `all of a user end but the one that asks, and everyone's only for whom everyone is allowed`()
        async throws
    {
        let vault = try SpineBench()
        let (one, two) = (try secret(try await create(vault)), try secret(try await create(vault)))
        let sweep = #"{"subject":"user:default/alice","except":"\#(two)"}"#
        #expect(try await vault.ask(call("session.revoke_all", params: sweep)).result?["ended"] as? Int == 1)
        #expect(try await vault.ask(lookUp(one)).errorType == "not_found")
        #expect(try await vault.ask(lookUp(two)).result != nil)
        #expect(try await vault.ask(call("session.revoke_all", params: "{}")).errorType == "invalid_params")
        let all = try await vault.ask(call("session.revoke_all", params: #"{"everyone":true}"#))
        #expect(all.result?["ended"] as? Int == 1)
    }

    @Test func `a client for some subjects sees no other's sessions, byte for byte as if there were none`() async throws
    {
        let subjects = SubjectSelection.only([try SubjectPattern("user:default/a*")])
        let rule = ClientRule(
            methods: [.sessionCreate, .sessionLookup, .sessionRevoke, .sessionRevokeAll, .sessionList, .sessionRenew],
            providers: .all, subjects: subjects)
        let vault = try SpineBench(rules: [rule])
        let mine = try secret(try await create(vault))
        #expect(try await vault.ask(lookUp(mine)).result != nil)
        #expect(try await create(vault, "user:default/bob").errorType == "permission_denied")
        let other = try await vault.openSession(of: "user:default/bob")
        let hidden = try await vault.answer(lookUp(other))
        let unknown = try await vault.answer(lookUp("vse_nothing"))
        #expect(hidden == unknown)
        let list = try await vault.ask(call("session.list", params: "{}"))
        #expect((list.result?["sessions"] as? [Any])?.count == 1)
        #expect(
            try await vault.ask(call("session.revoke_all", params: #"{"everyone":true}"#)).errorType
                == "permission_denied")
    }

    @Test(arguments: [
        #"{"subject":"u","claims":"text"}"#, #"{"subject":"u","class":"nobody"}"#, #"{"subject":"u","grants":["x"]}"#,
        #"{"subject":"u","amr":"pwd"}"#, #"{"subject":"u","user_agent":""}"#, #"{"claims":{}}"#,
    ])
    func `what breaks a rule is refused by name, and nothing is opened`(params: String) async throws {
        let vault = try SpineBench()
        #expect(try await vault.ask(call("session.create", params: params)).errorType == "invalid_params")
        #expect(
            (try await vault.ask(call("session.list", params: "{}")).result?["sessions"] as? [Any])?.isEmpty == true)
    }

    @Test func `caps of payload and claims hold to the byte`() async throws {
        let vault = try SpineBench()
        func payload(_ bytes: Int) -> String {
            #","payload":"\#(String(repeating: "p", count: bytes))""#
        }
        #expect(try await create(vault, "u", payload(8192)).result != nil)
        #expect(try await create(vault, "u", payload(8193)).errorType == "invalid_params")
        let claims = #","claims":{"a":"\#(String(repeating: "c", count: 8192 - 8))"}"#
        #expect(try await create(vault, "u", claims).result != nil)
        #expect(
            try await create(vault, "u", claims.replacing("\"a\"", with: "\"ab\"")).errorType == "invalid_params")
    }
}

extension SpineBench {
    /// By another client's hand; gives its secret.
    fileprivate func openSession(of subject: String) async throws -> String {
        let sessions = SessionService(
            context, store: store, cache: SessionCache(cipher: FakeMemoryCipher(), hasher: FakeMemoryCipher()),
            time: SessionTime(bench.wallClock))
        let subject = Fixtures.subject(subject)
        let opened = try await sessions.create(
            NewSession(
                subject: subject, kind: SessionClass.browser.name,
                details: SessionDetails(authentication: .unknown)),
            Fixtures.permit(.sessionCreate, at: nil, of: subject), caller: Fixtures.caller)
        return opened.handle.exposed
    }
}
