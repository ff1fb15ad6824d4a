import Foundation
import TestHarness
import Testing
import VaultClient
import VaultJSON

/// A vault that waits for a person: made with a passphrase, sealed after each start, slow to whoever guesses.
@Suite struct PassphraseTests {
    private static let passphrase = "correct horse battery"

    @Test func `init and unseal take the passphrase from stdin`() async throws {
        let vault = try await TestVault(passphrase: Self.passphrase)
        #expect(!FileManager.default.fileExists(atPath: vault.folder.file("seal.key")))
        #expect(try await vault.vaultd("check").ending == .exit(0))
        try await vault.start()
        let admin = try RawConnection(vault.adminSocket)
        #expect(try admin.call("seal.status")?["result"]?["reason"]?.string == "awaiting_passphrase")
        let unsealed = try await vault.vaultctl("unseal", input: Self.passphrase + "\n")
        #expect(unsealed.ending == .exit(0), "\(unsealed.errors)")
        #expect(unsealed.output == "the vault serves, unsealed by a passphrase\n")
        #expect(try admin.call("grant.list")?["result"] != nil)
        #expect(await vault.stop() == .exit(0))
    }

    @Test func `a passphrase that is too short makes no store`() async throws {
        let vault = try await TestVault(providers: "")
        for name in try vault.storeFiles().keys { try FileManager.default.removeItem(atPath: vault.folder.file(name)) }
        try vault.seal(by: TestVault.cheapPassphrase)
        let made = try await Program.run(
            "vaultd", ["init", "--config", vault.configurationPath], input: Array("elevenbytes\n".utf8))
        #expect(made.ending == .exit(1))
        #expect(try vault.storeFiles().isEmpty)
        #expect(made.errors.contains("shorter than 12 bytes"), "\(made.errors)")
        #expect(!made.errors.contains("elevenbytes"))
    }

    @Test func `wrong tries slow down, also the right one after them`() async throws {
        let vault = try await TestVault(passphrase: Self.passphrase)
        try await vault.start()
        let before = vault.folder.bytes("vault.db")
        let start = ContinuousClock.now
        let admin = try RawConnection(vault.adminSocket)
        let right = "{\"passphrase\":\"\(Self.passphrase)\"}"
        let wrong = try admin.call("seal.unlock", "{\"passphrase\":\"incorrect horse battery\"}")?["error"]
        #expect(wrong?["data"]?["type"]?.string == "sealed")
        #expect(wrong?["data"]?["reason"]?.string == "wrong_seal_key")
        let early = try admin.call("seal.unlock", right)?["error"]?["data"]
        #expect(early?["type"]?.string == "rate_limited")
        #expect((1...1_000).contains(early?["retry_after_ms"]?.integer ?? 0))
        let isAsItWas = vault.folder.bytes("vault.db") == before
        #expect(isAsItWas)
        var waited = 0
        while try admin.refusal("seal.unlock", right) == "rate_limited" { waited += 1 }
        #expect(waited > 0)
        #expect(try admin.call("seal.status")?["result"]?["sealed"]?.bool == false)
        // The daemon's clock is coarse, by some milliseconds.
        #expect(ContinuousClock.now - start >= .milliseconds(980))
        #expect(await vault.stop() == .exit(0))
        let kinds = vault.auditLines().filter { $0.contains("unsealed") }
        #expect(kinds.contains { $0.contains("wrong_seal_key") })
        #expect(kinds.contains { $0.contains("done") && !$0.contains("failed") })
        #expect(!vault.auditLines().contains { $0.contains("horse") })
    }

    @Test func `a store whose stored cost was edited does not open`() async throws {
        let vault = try await TestVault(passphrase: Self.passphrase)
        let edited = try await Program.run(
            "/usr/bin/python3",
            [
                "-c",
                "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('UPDATE seal SET operations = 2'); c.commit()",
                vault.storePath,
            ])
        #expect(edited.ending == .exit(0), "\(edited.errors)")
        try await vault.start()
        let unsealed = try await vault.vaultctl("unseal", input: Self.passphrase)
        #expect(unsealed.ending == .exit(6), "\(unsealed.errors)")
        #expect(unsealed.errors.contains("wrong_seal_key"), "\(unsealed.errors)")
        #expect(await vault.stop() == .exit(0))
    }
}
