import Foundation
import TestHarness
import Testing
import VaultClient
import VaultJSON

/// Backups put back, by the built programs.
@Suite struct `A restored vault` {
    /// A vault with alice's grant, a backup of it, and one refresh since.
    private static func backedUp(_ rotation: String) async throws -> (TestVault, RunningSimulator, backup: String) {
        let sim = try RunningSimulator("--rotation", rotation == "rotates" ? "rotate" : rotation)
        let vault = try await TestVault(sim, rotation: rotation)
        let backup = try await vault.backUpAlice(of: sim)
        try await vault.start()
        let client = try VaultClient(socketPath: vault.adminSocket)
        _ = try await client.token(for: TestVault.alice)
        await vault.stop()
        return (vault, sim, backup)
    }

    private static func kind(_ body: () async throws -> Void) async throws -> RemoteError? {
        do {
            try await body()
            return nil
        } catch VaultClientError.refused(let error) {
            return error
        }
    }

    @Test func `needs re-authentication where the provider rotates, and never sends the old token`() async throws {
        let (vault, sim, backup) = try await Self.backedUp("rotates")
        let refused = try await vault.vaultd("restore", backup)
        #expect(refused.ending == .exit(1))
        #expect(refused.errors.contains("--lose-newer-changes"))
        let restored = try await vault.vaultd("restore", backup, "--lose-newer-changes", "--json")
        #expect(restored.ending == .exit(0), "\(restored.errors)")
        #expect(try JSONDocument(parsing: Array(restored.output.utf8)).root["grants"]?.integer == 1)
        let before = try await sim.requests().count
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket)
        let error = try await Self.kind { _ = try await client.token(for: TestVault.alice) }
        #expect(error?.kind == .reauthRequired && error?.reason == "restored")
        #expect(try await sim.requests().count == before)
        await vault.stop()
        let audit = vault.auditLines()
        #expect(audit.contains { $0.contains("store_restored") })
        // Only once: the next start finds a store like any other.
        try await vault.start()
        await vault.stop()
        #expect(vault.auditLines().filter { $0.contains("store_restored") }.count == 1)
    }

    /// The simulator takes the last token before once more, and no older one, as providers do.
    @Test(.timeLimit(.minutes(5)))
    func `needs re-authentication where a token was replaced twice within the grace window, and does not send it`()
        async throws
    {
        let sim = try RunningSimulator("--rotation", "grace:3600")
        let vault = try await TestVault(sim, rotation: "rotates_with_grace", more: "rotation_grace: \"1h\",")
        let backup = try await vault.backUpAlice(of: sim)
        try await vault.start()
        let before = try VaultClient(socketPath: vault.adminSocket)
        for _ in 0..<2 { _ = try await before.token(for: TestVault.alice, forceRefresh: true) }
        await vault.stop()
        #expect(try await vault.vaultd("restore", backup, "--lose-newer-changes").ending == .exit(0))
        let requests = try await sim.requests().count
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket)
        let error = try await Self.kind { _ = try await client.token(for: TestVault.alice) }
        #expect(error?.reason == "restored")
        #expect(try await sim.requests().count == requests)
        await vault.stop()
    }

    @Test func `serves on where the provider does not rotate`() async throws {
        let (vault, sim, backup) = try await Self.backedUp("none")
        defer { withExtendedLifetime(sim) {} }
        #expect(try await vault.vaultd("restore", backup, "--lose-newer-changes").ending == .exit(0))
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket)
        _ = try await client.token(for: TestVault.alice, forceRefresh: true)
        await vault.stop()
    }

    @Test func `elsewhere opens whole with the same seal key, and not with another`() async throws {
        let (vault, sim, backup) = try await Self.backedUp("none")
        let other = try await TestVault(sim, rotation: "none")
        let foreign = try await other.vaultd("restore", backup, "--lose-other-store")
        #expect(foreign.ending == .exit(6))
        for name in ["vault.db", "vault.db-lock", "seal.key"] { unlink(other.folder.file(name)) }
        try FileManager.default.copyItem(atPath: vault.folder.file("seal.key"), toPath: other.folder.file("seal.key"))
        let restored = try await other.vaultd("restore", backup)
        #expect(restored.ending == .exit(0), "\(restored.errors)")
        #expect(try await other.damage() == nil)
        try await other.start()
        let client = try VaultClient(socketPath: other.workloadSocket)
        _ = try await client.token(for: TestVault.alice, forceRefresh: true)
        await other.stop()
    }

    @Test(.timeLimit(.minutes(5)), arguments: [false, true])
    func `is gone through when it is unsealed, and not changed while it is sealed`(isAccepted: Bool) async throws {
        let (vault, sim, backup) = try await Self.backedUp("rotates")
        defer { withExtendedLifetime(sim) {} }
        #expect(try await vault.vaultd("restore", backup, "--lose-newer-changes").ending == .exit(0))
        if isAccepted { #expect(try await vault.vaultd("accept-restore").ending == .exit(0)) }
        let key = BadKey.key(of: vault)
        try BadKey.write("", vault)
        let before = try vault.storeFiles()
        try await vault.start()
        #expect(try await vault.vaultctl("unseal").ending == .exit(6))
        await vault.stop()
        #expect(try vault.storeFiles() == before)
        #expect(!vault.auditLines().contains { $0.contains("store_restored") })
        try await vault.start()
        try BadKey.write(key, vault)
        #expect(try await vault.vaultctl("unseal").ending == .exit(0))
        let client = try VaultClient(socketPath: vault.workloadSocket)
        let error = try await Self.kind { _ = try await client.token(for: TestVault.alice) }
        #expect(error?.reason == "restored")
        await vault.stop()
    }

    @Test(.timeLimit(.minutes(5)), arguments: [true, false])
    func `has no grant back that was revoked since, where the audit log tells, and else warns`(
        hasLog: Bool
    ) async throws {
        let (vault, sim, backup) = try await Self.backedUp("none")
        defer { withExtendedLifetime(sim) {} }
        try await vault.start()
        #expect(try await vault.vaultctl("grant", "revoke", "user:default/alice", "sim").ending == .exit(0))
        await vault.stop()
        if !hasLog { try FileManager.default.removeItem(atPath: vault.auditPath) }
        let restored = try await vault.vaultd("restore", backup, "--lose-newer-changes")
        #expect(restored.ending == .exit(0), "\(restored.errors)")
        #expect(restored.output.contains("the audit log tells of 1 grants that were revoked after 20") == hasLog)
        let window = "warning: the audit log does not reach back to the copy: grants that were revoked between 20"
        #expect(restored.errors.contains(window) == !hasLog, "\(restored.errors)")
        // The other way to the same end.
        let accepted = try await vault.vaultd("accept-restore")
        #expect(accepted.ending == .exit(0), "\(accepted.errors)")
        #expect(accepted.errors.contains(window) == !hasLog, "\(accepted.errors)")
        try await vault.start()
        let shown = try await vault.vaultctl("grant", "show", "user:default/alice", "sim")
        #expect(shown.ending == .exit(hasLog ? 4 : 0), "\(shown.errors)")
        await vault.stop()
        let said = vault.daemon?.standardError ?? ""
        #expect(said.contains("1 that were revoked since were revoked again") == hasLog, "\(said)")
        #expect(said.contains("the audit log does not reach back") == !hasLog, "\(said)")
    }

    @Test(arguments: ["restore_verified", "restore_prepared", "restore_renamed"])
    func `whose restore dies is the old one or the new one`(failpoint: String) async throws {
        let (vault, sim, backup) = try await Self.backedUp("rotates")
        defer { withExtendedLifetime(sim) {} }
        let died = try await vault.vaultd(
            "restore", backup, "--lose-newer-changes", environment: ["VAULTD_FAILPOINT": failpoint])
        #expect(died.ending == .signal(9))
        #expect(try await vault.damage() == nil)
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket)
        let error = try await Self.kind { _ = try await client.token(for: TestVault.alice) }
        #expect(error?.reason == (failpoint == "restore_renamed" ? "restored" : nil))
        await vault.stop()
        // And it can be done after all.
        #expect(try await vault.vaultd("restore", backup, "--lose-newer-changes").ending == .exit(0))
        #expect(try await vault.damage() == nil)
    }
}
