import Foundation
import TestHarness
import Testing
import VaultClient
import VaultJSON

/// Backups put back, by the built programs.
@Suite struct `A restored vault` {
    private static let alice = GrantSelection.subject("user:default/alice", provider: "sim")

    /// A vault with alice's grant, a backup of it, and one refresh since.
    private static func backedUp(_ rotation: String) async throws -> (TestVault, RunningSimulator, backup: String) {
        let sim = try RunningSimulator("--rotation", rotation == "rotates" ? "rotate" : rotation)
        let vault = try await TestVault(sim, rotation: rotation)
        try await vault.start()
        let client = try VaultClient(socketPath: vault.adminSocket)
        let minted = try await sim.mint(for: "user:default/alice")
        var grant = NewGrant(
            subject: "user:default/alice", provider: "sim", refreshToken: SecretText(minted.refreshToken))
        grant.scopes = ["a"]
        _ = try await client.putGrant(grant)
        let backup = vault.folder.file("backup.db")
        _ = try await client.createBackup(backup)
        _ = try await client.token(for: alice)
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
        let error = try await Self.kind { _ = try await client.token(for: Self.alice) }
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

    @Test func `serves on where the provider does not rotate`() async throws {
        let (vault, sim, backup) = try await Self.backedUp("none")
        defer { withExtendedLifetime(sim) {} }
        #expect(try await vault.vaultd("restore", backup, "--lose-newer-changes").ending == .exit(0))
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket)
        _ = try await client.token(for: Self.alice, forceRefresh: true)
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
        _ = try await client.token(for: Self.alice, forceRefresh: true)
        await other.stop()
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
        let error = try await Self.kind { _ = try await client.token(for: Self.alice) }
        #expect(error?.reason == (failpoint == "restore_renamed" ? "restored" : nil))
        await vault.stop()
        // And it can be done after all.
        #expect(try await vault.vaultd("restore", backup, "--lose-newer-changes").ending == .exit(0))
        #expect(try await vault.damage() == nil)
    }
}
