import Testing
import VaultCore
import VaultService
import VaultSocket
import VaultTestSupport

@testable import VaultServer

struct FastTokenGetTests {
    /// How many calls reached the spine, which records its decisions as events.
    private func spineDecisions(_ vault: SpineBench) -> Int {
        vault.audit.events.count { $0.kind == .decision }
    }

    private func served(_ vault: SpineBench) -> [RecordingAudit.Entry] {
        vault.audit.written.filter { if case .served = $0 { true } else { false } }
    }

    @Test func `a cached token is answered by handle, with the whole reply`() async throws {
        let vault = try SpineBench()
        let grant = try await vault.put()
        let reply = try await vault.ask(call("token.get", id: #""a-7""#, params: #"{"grant":"\#(grant.id.handle)"}"#))
        #expect(reply.id == #""a-7""#)
        let result = try #require(reply.result)
        #expect(result["access_token"] as? String == "at-1")
        #expect(result["token_type"] as? String == "Bearer")
        #expect(result["grant"] as? String == grant.id.handle)
        #expect(result["generation"] as? Int == 1)
        #expect(result["scopes"] as? [String] == ["read", "write"])
        #expect(result["expires_in"] as? Int == 3600)
        #expect(spineDecisions(vault) == 0)
        #expect(served(vault).count == 1)
    }

    @Test func `the record names the caller and the grant`() async throws {
        let vault = try SpineBench()
        let grant = try await vault.put()
        _ = try await vault.ask(call("token.get", params: #"{"grant":"\#(grant.id.handle)"}"#))
        let parts = [vault.audit.grantPart(grant, TokenMark(bits: 0))].map { String(decoding: $0, as: UTF8.self) }
        guard case .served(let caller, let recorded) = try #require(served(vault).first) else { return }
        #expect(caller.contains("backend"))
        #expect(recorded == parts[0])
    }

    @Test(arguments: [
        #"{"subject":"user:default/alice","provider":"acme"}"#,
        #"{"grant":"GRANT","min_ttl_seconds":3600}"#,
        #"{"grant":"GRANT","scopes":["write"]}"#,
        #"{"grant":"GRANT","scopes":["write","read"],"force_refresh":false}"#,
        #"{"grant":"GRANT","note":"unknown members are passed over"}"#,
    ])
    func `every plain way of asking is answered on the loop`(params: String) async throws {
        let vault = try SpineBench()
        let grant = try await vault.put()
        let reply = try await vault.ask(
            call("token.get", params: params.replacing("GRANT", with: grant.id.handle)))
        #expect(reply.result?["access_token"] as? String == "at-1")
        #expect(spineDecisions(vault) == 0)
        #expect(served(vault).count == 1)
    }

    @Test(arguments: [
        #"{"grant":"GRANT","min_ttl_seconds":3601}"#, #"{"grant":"GRANT","force_refresh":true}"#,
    ])
    func `what the cache cannot give goes to the spine and is refreshed`(params: String) async throws {
        let vault = try SpineBench()
        let grant = try await vault.put()
        vault.provider.answer { _ in .refreshed(Fixtures.tokens("at-2", expiresIn: 7200)) }
        let reply = try await vault.ask(call("token.get", params: params.replacing("GRANT", with: grant.id.handle)))
        #expect(reply.result?["access_token"] as? String == "at-2")
        #expect(spineDecisions(vault) == 1)
        #expect(served(vault).isEmpty)
    }

    @Test func `scopes that the token does not have are never answered from memory`() async throws {
        let vault = try SpineBench()
        let grant = try await vault.put()
        for scopes in [#"["admin"]"#, #"["read","admin"]"#] {
            let reply = try await vault.ask(
                call("token.get", params: #"{"grant":"\#(grant.id.handle)","scopes":\#(scopes)}"#))
            #expect(reply.errorType == "scope_exceeded")
        }
        #expect(served(vault).isEmpty)
    }

    @Test func `the next call of the same make is answered with its own id and grant`() async throws {
        let vault = try SpineBench()
        let first = try await vault.put("user:default/alice", token: "at-alice")
        let second = try await vault.put("user:default/bob", token: "at-bob")
        let peer = try vault.bench.connect()
        for (id, grant) in [(1, first), (22, second), (333, first)] {
            peer.sendLine(call("token.get", id: "\(id)", params: #"{"grant":"\#(grant.id.handle)"}"#))
        }
        vault.bench.settle()
        let replies = try peer.lines().map(ReplyLine.init)
        #expect(replies.map(\.id) == ["1", "22", "333"])
        #expect(replies.map { $0.result?["access_token"] as? String } == ["at-alice", "at-bob", "at-alice"])
        #expect(served(vault).count == 3)
    }

    @Test func `a token that is too old for its caller is not answered from memory`() async throws {
        let vault = try SpineBench()
        let grant = try await vault.put()
        vault.provider.answer { _ in .refreshed(Fixtures.tokens("at-2")) }
        let line = call("token.get", params: #"{"grant":"\#(grant.id.handle)"}"#)
        vault.bench.wallClock.advance(seconds: 3570)
        #expect(try await vault.ask(line).result?["access_token"] as? String == "at-1")
        vault.bench.wallClock.advance(seconds: 1)
        #expect(try await vault.ask(line).result?["access_token"] as? String == "at-2")
    }

    @Test func `policy is asked also for a token that lies ready`() async throws {
        let vault = try SpineBench(providers: .only([Fixtures.providerName("other")]))
        let grant = try await vault.put()
        let reply = try await vault.ask(call("token.get", params: #"{"grant":"\#(grant.id.handle)"}"#))
        #expect(reply.errorType == "not_found")
        #expect(served(vault).isEmpty)
        #expect(vault.audit.events.contains { $0.outcome == .deny && $0.grant == grant.id })
    }

    @Test func `a client that loses its right in a reload is not answered from memory any more`() async throws {
        let vault = try SpineBench()
        let grant = try await vault.put()
        let peer = try vault.bench.connect()
        let line = call("token.get", params: #"{"grant":"\#(grant.id.handle)"}"#)
        peer.sendLine(line)
        vault.bench.settle()
        #expect(try ReplyLine(try #require(peer.lines().first)).isResult)
        let policy = try Policies.everyone(
            named: "backend", vault.registry, rules: [ClientRule(methods: [.systemPing], providers: .all)])
        await vault.bench.drive { [server = vault.bench.server] in await server.reload(ServerRules(policy: policy)) }
        peer.sendLine(line)
        vault.bench.settle()
        #expect(try ReplyLine(try #require(peer.lines().first)).errorType == "permission_denied")
    }

    @Test func `a notification is never answered from memory`() async throws {
        let vault = try SpineBench()
        let grant = try await vault.put()
        let peer = try vault.bench.connect()
        peer.sendLine(call("token.get", id: nil, params: #"{"grant":"\#(grant.id.handle)"}"#))
        vault.bench.settle()
        #expect(peer.lines().isEmpty)
    }

    @Test func `a revoked grant is gone from memory too`() async throws {
        let vault = try SpineBench()
        let grant = try await vault.put()
        _ = try await vault.grants.revoke(
            grant, Fixtures.permit(.grantRevoke, for: grant.key), caller: Fixtures.caller)
        let reply = try await vault.ask(call("token.get", params: #"{"grant":"\#(grant.id.handle)"}"#))
        #expect(reply.errorType == "not_found")
    }

    @Test func `without its record a token does not leave`() async throws {
        let vault = try SpineBench()
        let grant = try await vault.put()
        let peer = try vault.bench.connect()
        vault.bench.settle()
        vault.audit.failFlushes(errno: 28)
        peer.sendLine(call("token.get", params: #"{"grant":"\#(grant.id.handle)"}"#))
        vault.bench.settle()
        #expect(peer.lines().isEmpty)
        #expect(peer.isClosedByServer)
        let reply = try await vault.ask(call("token.get", params: #"{"grant":"\#(grant.id.handle)"}"#))
        #expect(reply.reason == "audit_failed")
        #expect(reply.isRetryable == true)
    }

    @Test func `many pipelined calls of several connections are answered in one tick with one flush`() async throws {
        let vault = try SpineBench()
        let grant = try await vault.put()
        let peers = try (0..<8).map { _ in try vault.bench.connect() }
        for peer in peers {
            for id in 0..<16 {
                peer.sendLine(call("token.get", id: "\(id)", params: #"{"grant":"\#(grant.id.handle)"}"#))
            }
        }
        let before = vault.audit.flushes
        vault.bench.tick()
        #expect(vault.audit.flushes == before + 1)
        for peer in peers { #expect(try peer.lines().map { try ReplyLine($0).id } == (0..<16).map { "\($0)" }) }
    }
}
