import Foundation
import Glibc
import TestHarness
import Testing
import VaultClient
import VaultJSON

/// A seal key that the service manager hands over: a file 0400 in a directory 0500 of the service's own, whose path stands in
/// `CREDENTIALS_DIRECTORY` (systemd.exec(5), "Credentials").
@Suite(.timeLimit(.minutes(5))) struct `A seal key from a systemd credential` {
    private static let name = "vaultd.seal-key"
    private static let member = "credential: \"\(name)\""

    /// Made as systemd makes it, with the vault's own key or another one.
    private static func directory(in vault: TestVault, _ name: String, key: String) throws -> [String: String] {
        let path = try vault.folder.makeFolder(name)
        try vault.folder.write(key, to: "\(name)/\(Self.name)", mode: 0o400)
        guard chmod(path, 0o500) == 0 else { throw TestVault.Failed(what: "chmod: \(errno)") }
        return ["CREDENTIALS_DIRECTORY": path]
    }

    @Test func `opens the vault at every start, and nothing else of the vault holds it`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        let key = BadKey.key(of: vault)
        try FileManager.default.removeItem(atPath: vault.folder.file("seal.key"))
        try vault.seal(by: Self.member)
        let given = try Self.directory(in: vault, "credentials", key: key)
        let check = try await vault.vaultd("check", environment: given)
        #expect(check.ending == .exit(0), "\(check.errors)")
        try await vault.start(environment: given)
        let put = try VaultClient(socketPath: vault.workloadSocket)
        let minted = try await sim.mint(for: "user:default/alice")
        var grant = NewGrant(
            subject: "user:default/alice", provider: "sim", refreshToken: SecretText(minted.refreshToken))
        grant.scopes = ["a"]
        _ = try await put.putGrant(grant)
        let first = try await put.token(for: TestVault.alice)
        #expect(await vault.stop() == .exit(0))
        // The next activation of the unit has a directory of its own.
        try await vault.start(environment: try Self.directory(in: vault, "next-credentials", key: key))
        let client = try VaultClient(socketPath: vault.workloadSocket)
        let second = try await client.token(for: TestVault.alice)
        #expect(first.secret.unprotectedString() == second.secret.unprotectedString())
        _ = try await client.token(for: TestVault.alice, forceRefresh: true)
        let status = try await vault.vaultctl("seal")
        #expect(status.ending == .exit(0), "\(status.errors)")
        let unsealed = try await vault.vaultctl("unseal")
        #expect(unsealed.output == "the vault serves, unsealed by the key of its credential\n", "\(unsealed.errors)")
        #expect(await vault.stop() == .exit(0))
        let digits = key.trimmingCharacters(in: .newlines)
        for (name, bytes) in try vault.storeFiles() {
            #expect(!String(decoding: bytes, as: UTF8.self).contains(digits), "\(name)")
        }
        #expect(!vault.auditLines().contains { $0.contains(digits) })
    }

    @Test func `that was not handed over, or is another one, leaves the vault sealed and says why`() async throws {
        let vault = try await TestVault(providers: "")
        let other = BadKey.key(of: try await TestVault(providers: ""))
        try vault.seal(by: Self.member)
        let before = try vault.storeFiles()
        let cases = [
            ([:], "seal_key_unreadable"),
            (["CREDENTIALS_DIRECTORY": vault.folder.file("missing")], "seal_key_unreadable"),
            (try Self.directory(in: vault, "credentials", key: other), "wrong_seal_key"),
        ]
        for (environment, reason) in cases {
            #expect(try await vault.vaultd("check", environment: environment).ending == .exit(6))
            try await vault.start(environment: environment)
            let admin = try RawConnection(vault.adminSocket)
            #expect(try admin.call("seal.status")?["result"]?["reason"]?.string == reason)
            #expect(await vault.stop() == .exit(0))
            #expect(try vault.storeFiles() == before)
        }
    }
}
