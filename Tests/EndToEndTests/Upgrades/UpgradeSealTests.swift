import TestHarness
import Testing
import VaultJSON

/// An upgrade leaves the seal as it is: nobody is kept waiting for a passphrase unawares, and nothing unseals itself.
@Suite struct UpgradeSealTests {
    private func isSealed(_ vault: TestVault) throws -> Bool {
        let status = try RawConnection(vault.adminSocket).call("seal.status")?["result"]
        return try #require(status?["sealed"]?.bool as Bool?)
    }

    @Test func `a vault under a passphrase is upgraded only once an operator has sealed it`() async throws {
        let vault = try await TestVault(passphrase: "correct horse battery staple")
        let program = try InstalledProgram(in: vault)
        try await program.start()
        let opened = try await vault.vaultctl("unseal", input: "correct horse battery staple\n")
        #expect(opened.ending == .exit(0), "\(opened.errors)")
        let refusal = try await program.upgradeInVain()
        #expect(refusal.contains("run 'vaultctl seal' first"), "\(refusal)")
        #expect(try !isSealed(vault))

        #expect(try await vault.vaultctl("seal").ending == .exit(0))
        try await program.upgrade()
        #expect(try isSealed(vault))
        #expect(try await vault.vaultctl("unseal", input: "correct horse battery staple\n").ending == .exit(0))
        #expect(await vault.stop() == .exit(0))
    }

    @Test func `a vault that an operator sealed does not unseal itself by an upgrade`() async throws {
        let vault = try await TestVault(providers: "")
        let program = try InstalledProgram(in: vault)
        try await program.start()
        #expect(try await vault.vaultctl("seal").ending == .exit(0))
        let refusal = try await program.upgradeInVain()
        #expect(refusal.contains("the vault is sealed (locked)"), "\(refusal)")
        #expect(try await vault.vaultctl("unseal").ending == .exit(0))
        try await program.upgrade()
        #expect(try !isSealed(vault))
        #expect(await vault.stop() == .exit(0))
    }
}
