import TestHarness
import VaultClient

/// What the tests of backups and restores begin with.
extension TestVault {
    static let alice = GrantSelection.subject("user:default/alice", provider: "sim")

    /// Puts alice's grant, makes a backup, and stops the vault.
    ///
    /// - Returns: the backup's path.
    func backUpAlice(of sim: RunningSimulator) async throws -> String {
        try await start()
        let client = try VaultClient(socketPath: adminSocket)
        let minted = try await sim.mint(for: "user:default/alice")
        var grant = NewGrant(
            subject: "user:default/alice", provider: "sim", refreshToken: SecretText(minted.refreshToken))
        grant.scopes = ["a"]
        _ = try await client.putGrant(grant)
        let backup = folder.file("backup.db")
        _ = try await client.createBackup(backup)
        await stop()
        return backup
    }
}
