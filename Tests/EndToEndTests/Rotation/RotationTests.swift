import Glibc
import TestHarness
import Testing
import VaultClient
import VaultJSON

/// Rotations as an operator sees them, on the real daemon.
@Suite struct RotationTests {
    private func vault(_ sim: RunningSimulator, grants: Int) async throws -> TestVault {
        let vault = try await TestVault(sim)
        try await vault.start(environment: ["VAULTD_REWRAP_BATCH": "8"])
        let client = try VaultClient(socketPath: vault.workloadSocket)
        for number in 0..<grants {
            let minted = try await sim.mint(for: "user:default/u\(number)")
            var grant = NewGrant(
                subject: "user:default/u\(number)", provider: "sim", refreshToken: SecretText(minted.refreshToken))
            grant.scopes = ["a"]
            _ = try await client.putGrant(grant)
        }
        return vault
    }

    @Test func `grants stored before a rotation still mint after the old key is gone, also after a restart`()
        async throws
    {
        let sim = try RunningSimulator()
        let vault = try await vault(sim, grants: 20)
        let ended = try await Program.run(
            "vaultctl", ["key", "rotate", "--destroy-old", "--json", "--socket", vault.adminSocket])
        #expect(ended.ending == .exit(0), "\(ended.errors)")
        let told = try JSONDocument(parsing: Array(ended.output.utf8)).root
        #expect(told["rewrapped"]?.integer == 20 && told["good"]?.integer == 20 && told["bad"]?.integer == 0)
        #expect(Array(told["destroyed"]!.elements!)[0]["erased"]?.bool == true)
        await vault.stop()
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket)
        for number in 0..<20 {
            let token = try await client.token(for: .subject("user:default/u\(number)", provider: "sim"))
            #expect(token.generation == 2)
        }
        let kinds = vault.auditLines().compactMap { line in
            try? JSONDocument(parsing: Array(line.utf8)).root
        }.filter { $0["master_key"] != nil }.compactMap { $0["kind"]?.string }
        #expect(
            kinds == ["master_key_prepared", "master_key_activated", "record_keys_rewrapped", "master_key_destroyed"])
        await vault.stop()
    }

    @Test func `of two rotations at once one wins and the other is told of a conflict`() async throws {
        let sim = try RunningSimulator()
        let vault = try await vault(sim, grants: 30)
        let socket = vault.adminSocket
        let both = try await withThrowingTaskGroup(of: (ending: Program.Ending, errors: String).self) { group in
            for _ in 0..<2 {
                group.addTask {
                    let ended = try await Program.run("vaultctl", ["key", "rotate", "--json", "--socket", socket])
                    return (ended.ending, ended.errors)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let losers = both.filter { $0.ending != .exit(0) }
        // One after the other both may win.
        #expect(losers.count <= 1)
        for loser in losers { #expect(loser.ending == .exit(1) && loser.errors.contains("\"conflict\"")) }
        let rotator = try Rotator(vault.adminSocket)
        let status = try await rotator.finishRewrap()
        #expect(status.states.values.count { $0 == "active" } == 1)
        #expect(status.states.count == 3 - losers.count)
        #expect(try await rotator.verify() == (30, 0))
        await vault.stop()
    }

    @Test func `a key that is held no longer is destroyed by the vault itself, as soon as the configuration says so`()
        async throws
    {
        let sim = try RunningSimulator()
        let vault = try await vault(sim, grants: 3)
        let told = try await Program.run("vaultctl", ["key", "rotate", "--socket", vault.adminSocket])
        #expect(told.output.hasSuffix("master key 1 is kept; 'vaultctl key destroy 1' ends it\n"))
        try vault.addToRoot("keys: { rotate_after_days: 90, hold_days: 0 },")
        try await vault.reload()
        let rotator = try Rotator(vault.adminSocket)
        var status = try await rotator.ask("key.status")
        while try KeyState(status).states[1] != "destroyed" { status = try await rotator.ask("key.status") }
        #expect(try KeyState(status).states == [1: "destroyed", 2: "active"])
        #expect(status["rotates_at"]?.integer != nil)
        let last = try #require(vault.auditLines().last { $0.contains("master_key_destroyed") })
        #expect(last.contains("\"automatic\""))
        await vault.stop()
    }

    @Test func `a key that a backup holds is not destroyed until the backup is moved away`() async throws {
        let sim = try RunningSimulator()
        let vault = try await vault(sim, grants: 2)
        let backups = try vault.folder.makeFolder("backups")
        try vault.addToRoot("backup: { directory: \"\(backups)\" },")
        try await vault.reload()
        func run(_ words: String...) async throws -> (ending: Program.Ending, errors: String) {
            let ended = try await Program.run("vaultctl", words + ["--socket", vault.adminSocket])
            return (ended.ending, ended.errors)
        }
        #expect(try await run("backup", "create", backups + "/monday.db").ending == .exit(0))
        let refused = try await run("key", "rotate", "--destroy-old")
        #expect(refused.ending == .exit(1))
        #expect(refused.errors.contains("backups still hold master key 1: monday.db"))
        #expect(rename(backups + "/monday.db", vault.folder.file("monday.db")) == 0)
        #expect(try await run("key", "destroy", "1").ending == .exit(0))
        await vault.stop()
    }

    @Test func `master keys are an operator's matter, on the admin socket alone`() async throws {
        let sim = try RunningSimulator()
        let vault = try await vault(sim, grants: 0)
        let client = try VaultClient(socketPath: vault.workloadSocket)
        for method in ["status", "prepare", "activate", "rewrap", "verify", "destroy"] {
            let error = await #expect(throws: VaultClientError.self) { _ = try await client.call("key.\(method)") }
            guard case .refused(let refusal)? = error else { continue }
            #expect(refusal.kind == .permissionDenied)
        }
        await vault.stop()
    }
}
