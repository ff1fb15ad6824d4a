import Foundation
import TestHarness
import Testing
import VaultJSON

/// A vault whose seal key does not open the store starts sealed: it says why, changes nothing, and serves when the key is
/// right again.
@Suite struct StartingSealedTests {
    private static let answered = ["system.ping", "system.health", "system.info", "seal.status"]

    @Test(arguments: BadKey.all)
    func `check ends with 6 and changes not one byte`(bad: BadKey) async throws {
        let vault = try await TestVault(providers: "")
        try await bad.spoil(vault)
        let before = try vault.storeFiles()
        let check = try await vault.vaultd("check")
        #expect(check.ending == .exit(6), "\(check.errors)")
        #expect(check.errors.contains("seal"), "\(check.errors)")
        #expect(try vault.storeFiles() == before)
    }

    @Test(arguments: BadKey.all)
    func `serve starts sealed, says why, and changes nothing`(bad: BadKey) async throws {
        let vault = try await TestVault(providers: "")
        try await bad.spoil(vault)
        let before = vault.folder.bytes("vault.db")
        try await vault.start()
        let admin = try RawConnection(vault.adminSocket)
        for method in Self.answered { #expect(try admin.call(method)?["result"] != nil, "\(method)") }
        for method in ["grant.list", "provider.list", "rpc.discover", "seal.change"] {
            #expect(try admin.refusal(method) == "sealed", "\(method)")
        }
        let get = "{\"subject\":\"user:default/alice\",\"provider\":\"sim\"}"
        #expect(try RawConnection(vault.workloadSocket).refusal("token.get", get) == "sealed")
        let status = try admin.call("seal.status")?["result"]
        #expect(status?["sealed"]?.bool == true)
        #expect(status?["reason"]?.string == bad.reason)
        let health = try admin.call("system.health")?["result"]
        #expect(health?["status"]?.string == "sealed")
        #expect(
            health?["problems"]?.elements?.first { _ in true }?.string?.hasPrefix("sealed (\(bad.reason)): ") == true)
        #expect(try await vault.vaultctl("status").ending == .exit(6))
        #expect(await vault.stop() == .exit(0))
        let isAsItWas = vault.folder.bytes("vault.db") == before
        #expect(isAsItWas)
        #expect(vault.daemon?.standardError.contains("starts sealed (\(bad.reason))") == true)
    }

    @Test func `the service manager is told that it is sealed, and when it is not any more`() async throws {
        let vault = try await TestVault(providers: "")
        let key = BadKey.key(of: vault)
        try FileManager.default.removeItem(atPath: vault.folder.file("seal.key"))
        let program = try Program(
            "vaultd", ["serve", "--config", vault.configurationPath], environment: vault.notifyEnvironment)
        try await vault.start(program, until: "STATUS=sealed")
        try BadKey.write(key, vault)
        async let served = vault.waitFor("STATUS=serving")
        let unsealed = try await vault.vaultctl("unseal")
        #expect(unsealed.ending == .exit(0), "\(unsealed.errors)")
        #expect(unsealed.output == "the vault serves, unsealed by the key of its file\n")
        #expect(await served)
        #expect(await vault.stop() == .exit(0))
    }

    @Test func `a corrected key is read again without a restart`() async throws {
        let vault = try await TestVault(providers: "")
        let key = BadKey.key(of: vault)
        try BadKey.write("", vault)
        try await vault.start()
        let first = try await vault.vaultctl("unseal")
        #expect(first.ending == .exit(6), "\(first.errors)")
        #expect(first.errors.contains("the secret is empty"), "\(first.errors)")
        try BadKey.write(key, vault)
        #expect(try await vault.vaultctl("unseal").ending == .exit(0))
        #expect(try await vault.vaultctl("status").ending == .exit(0))
        #expect(try await vault.vaultctl("unseal").output == "the vault is not sealed, nothing was done\n")
        #expect(await vault.stop() == .exit(0))
    }
}
