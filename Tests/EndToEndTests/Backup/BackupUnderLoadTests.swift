import Foundation
import TestHarness
import Testing
import VaultClient

/// `backup.create` beside the calls of components, and the daemon's death in it.
@Suite struct `A backup of a running vault` {
    @Test func `opens whole elsewhere, and no call waits for it`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket)
        let operators = try VaultClient(socketPath: vault.adminSocket)
        for number in 0..<50 { try await Self.put("user:default/u\(number)", client, sim) }
        let isDone = Flag()
        let load = Task {
            var tokens = 0
            while !isDone.isRaised {
                _ = try await client.token(for: .subject("user:default/u\(tokens % 50)", provider: "sim"))
                tokens += 1
            }
            return tokens
        }
        let writes = Task { for number in 50..<90 { try await Self.put("user:default/u\(number)", client, sim) } }
        var summaries: [BackupSummary] = []
        for number in 0..<3 {
            summaries.append(try await operators.createBackup(vault.folder.file("copy-\(number).db")))
        }
        try await writes.value
        isDone.raise()
        #expect(try await load.value > 0)
        await vault.stop()
        for summary in summaries {
            #expect((50...90).contains(summary.grants))
            let restored = try await vault.vaultd("restore", summary.file, "--lose-newer-changes")
            #expect(restored.ending == .exit(0), "\(restored.errors)")
            let check = try await vault.vaultd("check", "--deep")
            #expect(check.ending == .exit(0), "\(check.errors)")
        }
    }

    @Test(arguments: ["backup_copied", "backup_verified"])
    func `that dies leaves no backup, and the next one is made`(failpoint: String) async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start(failpoint: failpoint)
        let client = try VaultClient(socketPath: vault.adminSocket, options: .init(patience: .zero))
        try await Self.put("user:default/alice", client, sim)
        let file = vault.folder.file("copy.db")
        await #expect(throws: VaultClientError.self) { _ = try await client.createBackup(file) }
        #expect(await vault.ended() == .signal(9))
        #expect(!FileManager.default.fileExists(atPath: file))
        #expect(try await vault.damage() == nil)
        try await vault.start()
        let again = try VaultClient(socketPath: vault.adminSocket)
        #expect(try await again.createBackup(file).grants == 1)
        let left = try FileManager.default.contentsOfDirectory(atPath: vault.folder.path)
        #expect(left.filter { $0.hasPrefix("copy.db") } == ["copy.db"])
        await vault.stop()
    }

    private static func put(_ subject: String, _ client: VaultClient, _ sim: RunningSimulator) async throws {
        let minted = try await sim.mint(for: subject)
        var grant = NewGrant(subject: subject, provider: "sim", refreshToken: SecretText(minted.refreshToken))
        grant.scopes = ["a"]
        _ = try await client.putGrant(grant)
    }
}
