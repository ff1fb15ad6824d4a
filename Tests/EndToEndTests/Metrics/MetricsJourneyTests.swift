import Foundation
import TestHarness
import Testing
import VaultClient
import VaultJSON

/// The figures of a running vault are what was done with it, and a real consumer reads them.
@Suite(.timeLimit(.minutes(5))) struct `The metrics of a running vault` {
    private static let alice = "{\"subject\":\"user:default/alice\",\"provider\":\"sim\"}"
    private static let bob = "{\"subject\":\"user:default/bob\",\"provider\":\"sim\"}"

    private func put(_ vault: TestVault, _ sim: RunningSimulator, _ user: String) async throws {
        var grant = NewGrant(
            subject: "user:default/\(user)", provider: "sim",
            refreshToken: SecretText(try await sim.mint(for: user, scopes: ["a"]).refreshToken))
        grant.scopes = ["a"]
        _ = try await VaultClient(socketPath: vault.workloadSocket).putGrant(grant)
    }

    private func series(_ vault: TestVault) async throws -> [String: String] {
        let ended = try await vault.vaultctl("metrics")
        #expect(ended.ending == .exit(0), "\(ended.errors)")
        return Self.series(in: ended.output)
    }

    private static func series(in text: String) -> [String: String] {
        var series: [String: String] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let space = line.lastIndex(of: " ") ?? line.startIndex
            series[String(line[..<space])] = String(line[line.index(after: space)...])
        }
        return series
    }

    @Test func `gets, misses, denials, a failed refresh and a seal are told as they were`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try vault.openWorkloadSocketToEverybody()
        try await vault.start()
        try await put(vault, sim, "alice")
        try await put(vault, sim, "bob")
        let raw = try RawConnection(vault.workloadSocket)
        // A refresh, then four from memory.
        for _ in 0..<5 { #expect(try raw.call("token.get", Self.alice)?["result"] != nil) }
        try sim.setFault(
            #"{"kind":"answer","status":400,"content_type":"application/json","body":"{\"error\":\"invalid_grant\"}"}"#)
        #expect(try raw.call("token.get", Self.bob)?["error"]?["data"]?["type"]?.string == "reauth_required")
        for _ in 0..<2 { _ = try raw.call("token.get", "{\"subject\":\"user:default/eve\",\"provider\":\"sim\"}") }
        _ = try await OtherUser.call(vault.workloadSocket, [("token.get", Self.alice)])
        let before = try await series(vault)
        for (name, value) in [
            (#"vaultd_requests_total{method="token.get",outcome="ok"}"#, "5"),
            (#"vaultd_requests_total{method="token.get",outcome="reauth_required"}"#, "1"),
            (#"vaultd_requests_total{method="token.get",outcome="not_found"}"#, "2"),
            (#"vaultd_requests_total{method="token.get",outcome="permission_denied"}"#, "1"),
            (#"vaultd_requests_total{method="grant.put",outcome="ok"}"#, "2"),
            (#"vaultd_denied_requests_total{method="token.get"}"#, "1"),
            (#"vaultd_cache_hits_total{cache="token"}"#, "4"), (#"vaultd_cache_misses_total{cache="token"}"#, "5"),
            (#"vaultd_request_duration_seconds_count{method="token.get"}"#, "9"),
            (#"vaultd_provider_refreshes_total{provider="sim",result="refreshed"}"#, "1"),
            (#"vaultd_provider_refreshes_total{provider="sim",result="refused"}"#, "1"),
            (#"vaultd_provider_refresh_duration_seconds_count{provider="sim"}"#, "2"),
            (#"vaultd_provider_refreshes_in_flight{provider="sim"}"#, "0"),
            (#"vaultd_provider_breaker_state{provider="sim",state="closed"}"#, "1"),
            (#"vaultd_tokens_minted_total{provider="sim"}"#, "1"),
            (#"vaultd_reauth_required_total{provider="sim",reason="refresh_token_refused"}"#, "1"),
            ("vaultd_lost_rotations_total", "0"), ("vaultd_grants_reauth_required", "1"), ("vaultd_sealed", "0"),
            ("vaultd_cached_tokens", "1"), (#"vaultd_master_keys{state="active"}"#, "1"),
            (#"vaultd_open_connections{socket="admin"}"#, "1"), ("vaultd_audit_failing", "0"),
            ("vaultd_audit_records_lost_total", "0"),
        ] {
            #expect(before[name] == value, "\(name)")
        }
        #expect((before["vaultd_store_commit_duration_seconds_count"].flatMap(Int.init) ?? 0) >= 4)
        #expect((before["vaultd_store_bytes"].flatMap(Int.init) ?? 0) >= 4096)
        #expect((before["vaultd_resident_memory_bytes"].flatMap(Int.init) ?? 0) > 1_000_000)
        #expect(try await vault.vaultctl("seal").ending == .exit(0))
        let sealed = try await series(vault)
        #expect(sealed["vaultd_sealed"] == "1" && sealed["vaultd_cached_tokens"] == "0")
        #expect(sealed[#"vaultd_audit_events_total{kind="sealed",outcome="done"}"#] == "1")
        await vault.stop()
    }

    @Test func `promtool finds nothing to say about them, by the method or over HTTP`() async throws {
        let sim = try RunningSimulator()
        let port = FreePort.find()
        let vault = try await TestVault(sim, extra: "metrics: { listen: \"127.0.0.1:\(port)\" },")
        try await vault.start()
        try await put(vault, sim, "alice")
        let raw = try RawConnection(vault.workloadSocket)
        for _ in 0..<3 { _ = try raw.call("token.get", Self.alice) }
        let ended = try await vault.vaultctl("metrics")
        let client = try TCPClient(port)
        client.send(raw: "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n")
        let answer = try #require(client.answer())
        #expect(answer.status == 200 && answer.head.contains("text/plain; version=0.0.4; charset=utf-8"))
        let texts = [ended.output, String(decoding: answer.body, as: UTF8.self)]
        #expect(Set(texts.map { Set(Self.series(in: $0).keys) }).count <= 2)
        for text in texts {
            #expect(text.contains("vaultd_cache_hits_total{cache=\"token\"} 2\n"))
            let lint = try Promtool.check("metrics", input: text)
            #expect(lint.status == 0 && lint.output.isEmpty, "\(lint.output)")
        }
        // It is one that finds things.
        #expect(try Promtool.check("metrics", input: "# TYPE a counter\na 1\n").status != 0)
        #expect(try TCPClient(port).isRefused("GET / HTTP/1.0\r\n\r\n", with: 404))
        #expect(try TCPClient(port).isRefused("GET /metrics HTTP/1.1\r\nHost: evil.example\r\n\r\n", with: 400))
        let json = try JSONDocument(parsing: Array(try await vault.vaultctl("metrics", "--json").output.utf8)).root
        #expect(json["content_type"]?.string == "text/plain; version=0.0.4; charset=utf-8")
        await vault.stop()
    }

    @Test func `it takes no rule file for granted either`() throws {
        let rules = Promtool.root.appendingPathComponent("Docs/prometheus-rules.yml")
        let checked = try Promtool.run(["check", "rules", rules.path])
        #expect(checked.status == 0, "\(checked.output)")
    }
}

extension TCPClient {
    fileprivate func isRefused(_ request: String, with status: Int) -> Bool {
        send(raw: request)
        return answer()?.status == status
    }
}
