import Foundation
import TestHarness
import Testing
import VaultClient
import VaultJSON

/// A vault that finds an older store in its place starts, sealed, and says what to do; nobody but an operator at the machine
/// makes it serve.
@Suite struct `A vault whose store was put back` {
    private static let answered = ["system.ping", "system.health", "system.info", "seal.status"]
    private static let reason = "rollback_detected"

    @Test(.timeLimit(.minutes(5)), arguments: PutBack.all)
    func `starts sealed, says why, and not one byte of the store changes`(putBack: PutBack) async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await putBack.prepare(vault, sim)
        let before = try vault.storeFiles()
        try await vault.start()
        let admin = try RawConnection(vault.adminSocket)
        for method in Self.answered { #expect(try admin.call(method)?["result"] != nil, "\(method)") }
        for method in ["grant.list", "key.status", "provider.list", "backup.create", "seal.change", "rpc.discover"] {
            let data = try admin.call(method)?["error"]?["data"]
            #expect(data?["type"]?.string == "sealed", "\(method)")
            #expect(data?["reason"]?.string == Self.reason, "\(method)")
        }
        let alice = "{\"subject\":\"user:default/alice\",\"provider\":\"sim\"}"
        let get = try RawConnection(vault.workloadSocket).call("token.get", alice)?["error"]
        #expect(get?["data"]?["reason"]?.string == Self.reason)
        // Components learn no path of the machine.
        #expect(get?["message"]?.string?.contains(vault.folder.path) == false)
        let health = try admin.call("system.health")?["result"]
        #expect(health?["status"]?.string == "sealed")
        let problem = health?["problems"]?.elements?.first { _ in true }?.string ?? ""
        #expect(problem.hasPrefix("sealed (\(Self.reason)): "), "\(problem)")
        #expect(problem.contains("vaultd accept-restore --config \(vault.configurationPath)"), "\(problem)")
        #expect(try admin.call("seal.status")?["result"]?["reason"]?.string == Self.reason)
        let status = try await vault.vaultctl("status")
        #expect(status.ending == .exit(6))
        #expect(status.output.contains("accept-restore"))
        #expect(await vault.stop() == .exit(0))
        #expect(try vault.storeFiles() == before)
        let audit = vault.auditLines().filter { $0.contains("\"kind\":\"\(Self.reason)\"") }
        #expect(audit.count == 1)
        #expect(audit.first?.contains("\"reason\":\"\(putBack.evidence)\"") == true, "\(audit)")
    }

    @Test(.timeLimit(.minutes(5)))
    func `is told by nothing where the audit log was rotated away, and the log says so`() async throws {
        let vault = try await TestVault(providers: "")
        try await vault.start()
        await vault.stop()
        #expect(vault.daemon?.standardError.contains("only its anchor was looked at") == false)
        try FileManager.default.removeItem(atPath: vault.auditPath)
        try await vault.start()
        #expect(try await vault.vaultctl("status").ending == .exit(0))
        await vault.stop()
        #expect(vault.daemon?.standardError.contains("only its anchor was looked at") == true)
        // What the last run wrote tells it again.
        try await vault.start()
        await vault.stop()
        #expect(vault.daemon?.standardError.contains("only its anchor was looked at") == false)
    }

    @Test(.timeLimit(.minutes(5)), arguments: PutBack.all)
    func `is not opened by its seal key, only by accepting it`(putBack: PutBack) async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await putBack.prepare(vault, sim)
        let before = try vault.storeFiles()
        let check = try await vault.vaultd("check")
        #expect(check.ending == .exit(6))
        #expect(check.errors.contains(Self.reason), "\(check.errors)")
        try await vault.start()
        for _ in 0..<2 {
            let unseal = try await vault.vaultctl("unseal")
            #expect(unseal.ending == .exit(6))
            #expect(unseal.errors.contains("reason \(Self.reason)"), "\(unseal.errors)")
        }
        // The one that runs would not notice.
        #expect(try await vault.vaultd("accept-restore").ending == .exit(1))
        await vault.stop()
        #expect(try vault.storeFiles() == before)
        let requests = try await sim.requests().count
        #expect(try await vault.vaultd("accept-restore").ending == .exit(0))
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket)
        let error = await #expect(throws: VaultClientError.self) {
            _ = try await client.token(for: .subject("user:default/alice", provider: "sim"), forceRefresh: true)
        }
        guard case .refused(let refusal) = error else { throw TestVault.Failed(what: "\(String(describing: error))") }
        #expect(refusal.reason == "restored")
        #expect(try await sim.requests().count == requests)
        await vault.stop()
    }
}
