import Foundation
import TestHarness
import Testing

/// The seal key and the store that it opens: made once, never overwritten, never touched by a wrong key.
@Suite struct SealKeySetupTests {
    @Test func `a second init changes nothing`() async throws {
        let vault = try await TestVault(providers: "")
        let key = vault.folder.bytes("seal.key")
        let store = vault.folder.bytes("vault.db")
        let again = try await vault.vaultd("init")
        #expect(again.ending == .exit(0))
        #expect(again.output.contains("nothing was changed"))
        #expect(vault.folder.bytes("seal.key") == key)
        let isAsItWas = vault.folder.bytes("vault.db") == store
        #expect(isAsItWas)
        let facts = try FileManager.default.attributesOfItem(atPath: vault.folder.file("seal.key"))
        #expect(facts[.posixPermissions] as? Int == 0o400)
    }

    @Test(arguments: ["check", "init"])
    func `another store's seal key is refused with exit code 6, and the store is not touched`(
        command: String
    ) async throws {
        let vault = try await TestVault(providers: "")
        let other = try await TestVault(providers: "")
        try vault.folder.write(
            String(decoding: other.folder.bytes("seal.key"), as: UTF8.self), to: "seal.key", mode: 0o400)
        let before = try vault.storeFiles()
        let run = try await vault.vaultd(command)
        #expect(run.ending == .exit(6))
        #expect(run.errors.contains("seal key"), "\(run.errors)")
        #expect(try vault.storeFiles() == before)
        #expect(!FileManager.default.fileExists(atPath: vault.workloadSocket))
    }

    @Test func `a seal key that is none is refused with exit code 6 and not quoted`() async throws {
        let vault = try await TestVault(providers: "")
        try vault.folder.write(BadSetup.secret, to: "seal.key", mode: 0o400)
        let run = try await vault.vaultd("check")
        #expect(run.ending == .exit(6))
        #expect(run.errors.contains("seal key"), "\(run.errors)")
        #expect(!run.errors.contains(BadSetup.secret))
    }

    @Test func `serve without a store says how to make one`() async throws {
        let vault = try await TestVault(providers: "")
        for name in try vault.storeFiles().keys { try FileManager.default.removeItem(atPath: vault.folder.file(name)) }
        let run = try await vault.vaultd("serve")
        #expect(run.ending == .exit(1))
        #expect(run.errors.contains("vaultd init"), "\(run.errors)")
        #expect(try vault.storeFiles().isEmpty)
    }
}
