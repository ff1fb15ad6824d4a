import Testing
import VaultCore
import VaultService
import VaultTestSupport
import VaultWire

@testable import VaultServer

/// Every answer is counted once, on whichever way it was made.
struct CallMeterTests {
    private func lines(_ vault: SpineBench) -> Set<String> {
        // What was served in the last tick is told in the next.
        vault.bench.settle()
        var exposition = Exposition()
        vault.bench.calls.tell(to: &exposition)
        return Set(exposition.text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init))
    }

    @Test func `answers from memory, from the spine, refusals and unreadable lines`() async throws {
        let vault = try SpineBench()
        let grant = try await vault.put()
        let get = call("token.get", params: #"{"grant":"\#(grant.id.handle)"}"#)
        for _ in 0..<3 { _ = try await vault.ask(get) }
        _ = try await vault.ask(call("token.get", params: #"{"subject":"user:default/bob","provider":"acme"}"#))
        _ = try await vault.ask(call("grant.lookup", params: #"{"grant":"\#(grant.id.handle)"}"#))
        _ = try await vault.ask(call("grant.revoke", params: #"{}"#))
        _ = try await vault.ask(call("no.such_method"))
        _ = try await vault.ask("not json")
        _ = try await vault.ask(call("key.status"))
        let lines = lines(vault)
        for line in [
            #"vaultd_requests_total{method="token.get",outcome="ok"} 3"#,
            #"vaultd_requests_total{method="token.get",outcome="not_found"} 1"#,
            #"vaultd_requests_total{method="grant.lookup",outcome="ok"} 1"#,
            #"vaultd_requests_total{method="grant.revoke",outcome="invalid_params"} 1"#,
            #"vaultd_requests_total{method="none",outcome="method_not_found"} 1"#,
            #"vaultd_requests_total{method="none",outcome="parse_error"} 1"#,
            #"vaultd_requests_total{method="key.status",outcome="permission_denied"} 1"#,
            #"vaultd_cache_hits_total{cache="token"} 3"#, #"vaultd_cache_misses_total{cache="token"} 1"#,
            #"vaultd_cache_hits_total{cache="session"} 0"#,
            #"vaultd_request_duration_seconds_count{method="token.get"} 4"#,
            #"vaultd_request_duration_seconds_count{method="grant.lookup"} 1"#,
        ] {
            #expect(lines.contains(line), "\(line)")
        }
        #expect(!lines.contains { $0.contains("subject.show") }, "nobody called it")
        #expect(vault.bench.calls.served == 3)
    }

    @Test func `many answers of one round are each counted`() async throws {
        let vault = try SpineBench()
        let grant = try await vault.put()
        let peer = try vault.bench.connect()
        let line = call("token.get", params: #"{"grant":"\#(grant.id.handle)"}"#) + "\n"
        peer.send(String(repeating: line, count: 200))
        vault.bench.settle()
        #expect(peer.lines().count == 200 && vault.bench.calls.served == 200)
    }
}
