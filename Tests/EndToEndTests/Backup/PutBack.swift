import Foundation
import TestHarness
import Testing
import VaultClient

/// One way in which another file than the store that was last served comes to lie in its place, and how that is found out.
struct PutBack: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// Of the audit record.
    let evidence: String
    /// Done to a vault that was served twice, with what it left after the first time.
    let spoil: @Sendable (_ vault: TestVault, _ older: [UInt8], _ backup: String) throws -> Void

    static let all = [
        PutBack(testDescription: "an older copy", evidence: "older_than_anchor") { vault, older, _ in
            try replace(vault.storePath, with: older)
        },
        PutBack(testDescription: "an older copy with the anchor of then", evidence: "older_than_audit_log") {
            vault, older, _ in
            try replace(vault.storePath, with: older)
            try replace(vault.storePath + "-anchor", with: vault.folder.bytes("older-anchor"))
        },
        PutBack(testDescription: "the same after a crash tore the last line", evidence: "older_than_audit_log") {
            vault, older, _ in
            try replace(vault.storePath, with: older)
            try replace(vault.storePath + "-anchor", with: vault.folder.bytes("older-anchor"))
            try replace(vault.auditPath, with: vault.folder.bytes("audit.jsonl") + Array("{\"time\":\"20".utf8))
        },
        PutBack(testDescription: "a backup that was not restored", evidence: "backup_not_restored") {
            vault, _, backup in
            try replace(vault.storePath, with: [UInt8](Data(contentsOf: URL(fileURLWithPath: backup))))
        },
        PutBack(testDescription: "a store without its anchor", evidence: "anchor_missing") { vault, _, _ in
            try FileManager.default.removeItem(atPath: vault.storePath + "-anchor")
        },
        PutBack(testDescription: "an anchor that was cut", evidence: "anchor_unreadable") { vault, _, _ in
            try replace(vault.storePath + "-anchor", with: Array("vaultd-anchor 1".utf8))
        },
    ]

    static func replace(_ path: String, with bytes: [UInt8]) throws {
        try? FileManager.default.removeItem(atPath: path)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }

    /// A vault at rest in which alice's token was refreshed after what is put back was made.
    func prepare(_ vault: TestVault, _ sim: RunningSimulator) async throws {
        let backup = try await vault.backUpAlice(of: sim)
        let older = vault.folder.bytes("vault.db")
        try Self.replace(vault.folder.file("older-anchor"), with: vault.folder.bytes("vault.db-anchor"))
        try await vault.start()
        let client = try VaultClient(socketPath: vault.adminSocket)
        _ = try await client.token(for: TestVault.alice, forceRefresh: true)
        await vault.stop()
        try spoil(vault, older, backup)
    }
}
