import Testing
import VaultCore
import VaultService
import VaultTestSupport

@testable import VaultServer

/// A token that only the store has is brought into memory and answered as if it had been there.
struct StoredTokenTests {
    private static let bySubject = call(
        "token.get", params: #"{"subject":"user:default/alice","provider":"acme","min_ttl_seconds":60}"#)

    private func decisions(_ vault: SpineBench) -> [AuditEvent] {
        vault.audit.events.filter { $0.kind == .decision }
    }

    private func served(_ vault: SpineBench) -> Int {
        vault.audit.written.count { if case .served = $0 { true } else { false } }
    }

    /// As after a restart.
    private func makeCold(_ vault: SpineBench) { vault.context.cache.removeAll() }

    @Test func `is answered by the loop with one record, and lies in memory then`() async throws {
        let vault = try SpineBench()
        let grant = try await vault.put()
        makeCold(vault)
        let reply = try await vault.ask(Self.bySubject)
        #expect(reply.result?["access_token"] as? String == "at-1")
        #expect(reply.result?["grant"] as? String == grant.id.handle)
        #expect(decisions(vault).isEmpty && served(vault) == 1)
        #expect(vault.context.cache.count == 1)
    }

    @Test func `counts as one that was not in memory, and as served once`() async throws {
        let vault = try SpineBench()
        _ = try await vault.put()
        makeCold(vault)
        for _ in 0..<3 { _ = try await vault.ask(Self.bySubject) }
        vault.bench.settle()
        var exposition = Exposition()
        vault.bench.calls.tell(to: &exposition)
        for line in [
            #"vaultd_requests_total{method="token.get",outcome="ok"} 3"#, #"vaultd_cache_hits_total{cache="token"} 2"#,
            #"vaultd_cache_misses_total{cache="token"} 1"#,
        ] {
            #expect(exposition.text.contains(line + "\n"), "\(line)")
        }
    }

    @Test func `is found by its account, where the subject has several`() async throws {
        let vault = try SpineBench()
        for account in ["one", "two"] {
            let put = Fixtures.put(
                Fixtures.key(account: account), accessToken: "at-\(account)",
                expiresAt: vault.bench.wallClock.now().adding(seconds: 3600))
            _ = try await vault.grants.put(put, Fixtures.permit(.grantPut, for: put.key), caller: Fixtures.caller)
        }
        makeCold(vault)
        let named = call("token.get", params: #"{"subject":"user:default/alice","provider":"acme","account":"two"}"#)
        #expect(try await vault.ask(named).result?["access_token"] as? String == "at-two")
        #expect(served(vault) == 1)
        #expect(try await vault.ask(Self.bySubject).errorType == "conflict")
        #expect(decisions(vault).map(\.outcome) == [.failed] && served(vault) == 1)
        #expect(vault.context.cache.count == 1, "none is brought that the call does not mean")
    }

    @Test func `of a provider that the client may not use stays where it is`() async throws {
        let vault = try SpineBench(providers: .only([Fixtures.providerName("other")]))
        _ = try await vault.put()
        makeCold(vault)
        #expect(try await vault.ask(Self.bySubject).errorType == "not_found")
        #expect(vault.context.cache.count == 0 && vault.sealer.openedCount == 0)
    }

    @Test func `of a client that may not have every token of the provider is not looked for on the loop`() async throws
    {
        let vault = try SpineBench(rules: [
            ClientRule(
                methods: [.tokenGet], providers: .all, subjects: .only([try SubjectPattern("user:default/*")]))
        ])
        _ = try await vault.put()
        makeCold(vault)
        #expect(try await vault.ask(Self.bySubject).result?["access_token"] as? String == "at-1")
        #expect(decisions(vault).map(\.outcome) == [.allow] && served(vault) == 0)
    }

    @Test func `that does not live long enough is not served, and the provider is asked once`() async throws {
        let vault = try SpineBench()
        _ = try await vault.put()
        makeCold(vault)
        vault.bench.wallClock.advance(seconds: 3550)
        vault.provider.answer { _ in .refreshed(Fixtures.tokens("at-2")) }
        #expect(try await vault.ask(Self.bySubject).result?["access_token"] as? String == "at-2")
        #expect(decisions(vault).map(\.outcome) == [.allow] && served(vault) == 0)
    }

    @Test func `that does not open is told as often as where the loop looks for none`() async throws {
        var failures: [Int] = []
        for isNamed in [true, false] {
            let vault = try SpineBench()
            let grant = try await vault.put()
            makeCold(vault)
            vault.sealer.fail(with: .doesNotOpen)
            let byHandle = call("token.get", params: #"{"grant":"\#(grant.id.handle)"}"#)
            _ = try await vault.ask(isNamed ? byHandle : Self.bySubject)
            #expect(served(vault) == 0)
            failures.append(
                vault.audit.events.count { $0.kind == .integrityFailure && $0.reason == "access_token" })
        }
        #expect(failures[0] > 0 && failures[0] == failures[1])
    }

    @Test func `of nobody, or of a grant that was revoked, is not found, with one record`() async throws {
        let vault = try SpineBench()
        #expect(try await vault.ask(Self.bySubject).errorType == "not_found")
        let grant = try await vault.put()
        _ = try await vault.ask(call("grant.revoke", params: #"{"grant":"\#(grant.id.handle)"}"#))
        #expect(try await vault.ask(Self.bySubject).errorType == "not_found")
        #expect(decisions(vault).filter { $0.outcome == .failed }.count == 2 && served(vault) == 0)
        #expect(vault.context.cache.count == 0)
    }

    @Test func `is not brought while the vault is sealed`() async throws {
        let vault = try SpineBench()
        _ = try await vault.put()
        makeCold(vault)
        vault.sealer.lock()
        #expect(try await vault.ask(Self.bySubject).errorType == "sealed")
        #expect(vault.context.cache.count == 0 && served(vault) == 0)
    }
}
