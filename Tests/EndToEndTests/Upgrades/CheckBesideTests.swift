import Foundation
import Glibc
import TestHarness
import Testing

/// `vaultd check --beside` looks at a store that is served, which `vaultd check` alone must leave to its daemon.
@Suite struct CheckBesideTests {
    @Test func `a store that is served is looked at beside its daemon, and left as it is`() async throws {
        let vault = try await TestVault(providers: "")
        try await vault.start()
        let alone = try await vault.vaultd("check")
        #expect(alone.ending == .exit(1))
        #expect(alone.errors.contains("is open in another process"), "\(alone.errors)")
        // A daemon that goes on would put its own last writes into the file meanwhile.
        vault.daemon?.send(signal: SIGSTOP)
        let before = vault.folder.bytes("vault.db")
        let beside = try await vault.vaultd("check", "--beside")
        let isAsItWas = vault.folder.bytes("vault.db") == before
        vault.daemon?.send(signal: SIGCONT)
        #expect(beside.ending == .exit(0), "\(beside.errors)")
        #expect(beside.output == "\(vault.configurationPath): fit to serve\n")
        #expect(isAsItWas)
        #expect(try RawConnection(vault.workloadSocket).call("system.ping") != nil)

        let newer = try await vault.vaultd("check", "--beside", environment: ["VAULTD_NEXT_SCHEMA": "1"])
        #expect(newer.ending == .exit(0), "\(newer.errors)")
        #expect(newer.output.contains("schema 15, serve will migrate to 16"))
        let deep = try await vault.vaultd("check", "--beside", "--deep")
        #expect(deep.ending == .exit(2))
        #expect(deep.errors.contains("leave out --deep"), "\(deep.errors)")
        #expect(await vault.stop() == .exit(0))
        let after = try await vault.vaultd("check")
        #expect(after.ending == .exit(0), "\(after.errors)")
    }

    @Test func `a seal key that does not open the store is told beside its daemon too`() async throws {
        let vault = try await TestVault(providers: "")
        try await vault.start()
        #expect(chmod(vault.folder.file("seal.key"), 0o600) == 0)
        try vault.folder.write(String(repeating: "ab", count: 32) + "\n", to: "seal.key")
        #expect(chmod(vault.folder.file("seal.key"), 0o400) == 0)
        let beside = try await vault.vaultd("check", "--beside")
        #expect(beside.ending == .exit(6), "\(beside.errors)")
        #expect(await vault.stop() == .exit(0))
    }
}
