import TestHarness
import Testing
import VaultCore
import VaultJSON
import VaultStorage

/// What a running vault does about refresh tokens that die, and what an operator sees of it.
@Suite(.timeLimit(.minutes(5))) struct StayingAliveTests {
    private func vaultctl(
        _ vault: TestVault, _ words: String..., input: String? = nil
    ) async throws -> (ending: Program.Ending, output: String, errors: String) {
        try await Program.run(
            "vaultctl", words, environment: ["VAULTD_SOCKET": vault.adminSocket], input: input.map { Array($0.utf8) })
    }

    private func subjects(_ text: String) throws -> [String] {
        let root = try JSONDocument(parsing: Array(text.utf8)).root
        return root["grants"]?.elements?.compactMap { $0["subject"]?.string } ?? []
    }

    @Test func `an operator sees what will die and removes what is dead`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim, more: #"idle_life: "30d","#)
        try await vault.start()
        for (name, life) in [("soon", "3d"), ("later", "20d"), ("never", "300d")] {
            let put = try await vaultctl(
                vault, "grant", "put", "user:default/\(name)", "sim", "--expires-in", life,
                input: try sim.mint().refreshToken)
            #expect(put.ending == .exit(0), "\(put.errors)")
        }
        _ = try await vaultctl(vault, "grant", "put", "user:default/dead", "sim", input: "srt_of_nobody")
        let list = try await vaultctl(vault, "grant", "list", "--expiring", "14d", "--json")
        #expect(try subjects(list.output) == ["user:default/soon"])
        let all = try await vaultctl(vault, "grant", "list", "--expiring", "31d", "--quiet")
        let reasons = all.output.split(separator: "\n").map { $0.contains("idle_life") }
        #expect(reasons == [false, false, true, true])

        #expect(try await vaultctl(vault, "token", "get", "user:default/dead", "sim").ending == .exit(5))
        let dry = try await vaultctl(vault, "grant", "reap", "--dry-run", "--older-than", "0s", "--json")
        #expect(try subjects(dry.output) == ["user:default/dead"])
        let unasked = try await vaultctl(vault, "grant", "reap", "--older-than", "0s", input: "")
        #expect(unasked.ending == .exit(2) && unasked.errors.contains("--yes"))
        let reap = try await vaultctl(vault, "grant", "reap", "--older-than", "0s", "--yes")
        #expect(reap.ending == .exit(0) && reap.output.contains("refresh_token_refused"), "\(reap.errors)")
        #expect(try await vaultctl(vault, "grant", "show", "user:default/dead", "sim").ending == .exit(4))
        #expect(vault.auditLines().contains { $0.contains("grant_reaped") && $0.contains("user:default/dead") })
        #expect(try await subjects(vaultctl(vault, "grant", "list", "--json").output).count == 3)
    }

    @Test func `by itself the vault tells what will die, keeps alive what it shall, and removes what is dead`()
        async throws
    {
        let sim = try RunningSimulator()
        let lives = #"idle_life: "90d","#
        let vault = try await TestVault(
            providers: TestVault.provider("kept", sim, rotation: "rotates", more: lives + #"keep_alive: "365d","#)
                + TestVault.provider("let", sim, rotation: "rotates", more: lives),
            extra: #"grants: { reap_after: "30d" },"#)
        try await vault.start()
        for (name, provider) in [("alice", "kept"), ("bob", "let"), ("carol", "let")] {
            let put = try await vaultctl(
                vault, "grant", "put", "user:default/\(name)", provider, "--scope", "a",
                input: try sim.mint().refreshToken)
            #expect(put.ending == .exit(0), "\(put.errors)")
        }
        #expect(await vault.stop() == .exit(0))
        try await age(vault, ["alice": 80, "bob": 80, "carol": 200])
        try await vault.start()

        let requests = try await sim.requests(1, until: "processed")
        #expect(requests.count == 1, "only one of them is kept alive")
        func told(_ kind: String, _ name: String) -> Bool {
            vault.auditLines().contains { $0.contains("\"\(kind)\"") && $0.contains("user:default/\(name)") }
        }
        // Each look takes a program's start: the daemon has seconds.
        for _ in 0..<300
        where
            !(told("token_minted", "alice") && told("grant_reaped", "carol")
            && told("refresh_token_expiring", "bob"))
        {
            _ = try await vaultctl(vault, "ping")
        }
        #expect(vault.auditLines().contains { $0.contains("token_minted") && $0.contains(#""reason":"keep_alive""#) })
        #expect(told("refresh_token_expiring", "bob") && told("grant_reaped", "carol"))
        let list = try await vaultctl(vault, "grant", "list", "--json")
        #expect(try subjects(list.output) == ["user:default/alice", "user:default/bob"])
        #expect(
            try subjects(try await vaultctl(vault, "grant", "list", "--expiring", "14d", "--json").output) == [
                "user:default/bob"
            ])
    }

    /// Puts the beginning of grants back by so many days, as if the vault had stood for as long.
    private func age(_ vault: TestVault, _ days: [String: Int64]) async throws {
        let store = try SQLiteStore.open(path: vault.storePath, options: StoreOptions()) { Issue.record("\($0)") }
        defer { store.close() }
        for grant in try store.list(GrantFilter()) {
            let name = String(grant.subject.text.dropFirst(13))
            var lineage = try #require(try store.lineage(grant.id))
            lineage.grant.createdAt = grant.createdAt.adding(seconds: -86_400 * (days[name] ?? 0))
            lineage.grant.death = GrantDeath(of: lineage.grant, RefreshTokenLives(idleSeconds: 90 * 86_400))
            try await store.put(lineage, token: nil, expecting: grant.generation, telling: [])
        }
    }
}
