import Foundation
import TestHarness
import Testing
import VaultClient
import VaultJSON

/// No change is without its record, and none has two, wherever the daemon died.
@Suite(.timeLimit(.minutes(5))) struct `A change and its record` {
    private func put(_ vault: TestVault, _ sim: RunningSimulator, _ name: String) async throws {
        let client = try VaultClient(socketPath: vault.workloadSocket, options: .init(patience: .zero))
        var grant = NewGrant(
            subject: "user:default/\(name)", provider: "sim",
            refreshToken: SecretText(try sim.mint().refreshToken))
        grant.scopes = ["a"]
        _ = try await client.putGrant(grant)
    }

    @Test(arguments: ["change_committed", "change_told"])
    func `are both there after a death between the two`(step: String) async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start(failpoint: step + ":2")
        try await put(vault, sim, "alice")
        await #expect(throws: VaultClientError.self) { try await put(vault, sim, "bob") }
        #expect(await vault.daemon?.ended() == .signal(9))
        #expect(ToldChanges(vault.auditLines()).count("grant_stored") == 1)
        for _ in 0..<2 {
            try await vault.start()
            let told = ToldChanges(vault.auditLines())
            #expect(told.faults == [] && told.count("grant_stored") == 2)
            #expect(await vault.kill() == .signal(9))
        }
        #expect(try await vault.damage() == nil)
    }

    @Test func `are both there also where the next start stays sealed`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start(failpoint: "change_committed")
        await #expect(throws: VaultClientError.self) { try await put(vault, sim, "alice") }
        #expect(await vault.daemon?.ended() == .signal(9))
        #expect(ToldChanges(vault.auditLines()).count("grant_stored") == 0)
        try await BadKey.all[0].spoil(vault)
        try await vault.start()
        #expect(try RawConnection(vault.adminSocket).call("seal.status")?["result"]?["sealed"]?.bool == true)
        let told = ToldChanges(vault.auditLines())
        #expect(told.faults == [] && told.count("grant_stored") == 1)
    }

    @Test func `are told once where the daemon died with the record in the log`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        for name in ["alice", "bob", "carol"] {
            try await vault.start()
            try await put(vault, sim, name)
            #expect(await vault.kill() == .signal(9))
        }
        try await vault.start()
        #expect(await vault.stop() == .exit(0))
        let told = ToldChanges(vault.auditLines())
        #expect(told.faults == [] && told.count("grant_stored") == 3)
    }

    @Test func `is there again where the log was lost with a death, before anything else`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start(failpoint: "change_told:3")
        try await put(vault, sim, "alice")
        try await put(vault, sim, "bob")
        await #expect(throws: VaultClientError.self) { try await put(vault, sim, "carol") }
        #expect(await vault.daemon?.ended() == .signal(9))
        try FileManager.default.removeItem(atPath: vault.auditPath)
        try await vault.start()
        // What was surely on the disk is not kept; how much of the rest there was depends on the second in which it died.
        let told = ToldChanges(vault.auditLines())
        #expect(told.faults == [])
        #expect(told.records.last?["subject"]?.string == "user:default/carol")
        #expect(vault.auditLines().first?.contains("grant_stored") == true)
    }

    @Test func `is missed where the log was cut, and the vault serves on and says so`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start()
        try await put(vault, sim, "alice")
        let whole = vault.auditLines()
        try await put(vault, sim, "bob")
        // A clean end lets the store know of all that the log has.
        #expect(await vault.stop() == .exit(0))
        try vault.folder.write(whole.map { $0 + "\n" }.joined(), to: "audit.jsonl")
        chmod(vault.auditPath, 0o600)
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket)
        _ = try await client.token(for: .subject("user:default/bob", provider: "sim"))
        let behind = vault.auditLines().filter { $0.contains(#""kind":"audit_log_behind","outcome":"failed""#) }
        #expect(behind.count == 1, "\(vault.auditLines())")
        let health = try RawConnection(vault.adminSocket).call("system.health")?["result"]
        let problems = health?["problems"]?.elements?.compactMap(\.string) ?? []
        #expect(problems.contains { $0.hasPrefix("the audit log ends with change ") }, "\(problems)")
        #expect(await vault.stop() == .exit(0))
        #expect(vault.daemon?.standardError.contains("vaultd: the audit log ends with change ") == true)
        // From there on it is whole.
        try await vault.start()
        #expect(await vault.stop() == .exit(0))
        #expect(vault.auditLines().count { $0.contains("audit_log_behind") } == 1)
        #expect(vault.daemon?.standardError.contains("audit log ends") == false)
    }

    @Test func `are not told a second time by a backup that was restored`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start()
        try await put(vault, sim, "alice")
        let backup = vault.folder.file("backup.db")
        #expect(try await vault.vaultctl("backup", "create", backup).ending == .exit(0))
        try await put(vault, sim, "bob")
        #expect(await vault.kill() == .signal(9))
        let restored = try await vault.vaultd("restore", backup, "--lose-newer-changes")
        #expect(restored.ending == .exit(0), "\(restored.errors)")
        try await vault.start()
        #expect(await vault.stop() == .exit(0))
        let told = ToldChanges(vault.auditLines())
        #expect(told.faults == [] && told.count("grant_stored") == 2)
    }
}
