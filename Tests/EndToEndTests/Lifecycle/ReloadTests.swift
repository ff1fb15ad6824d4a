import Foundation
import Glibc
import TestHarness
import Testing
import VaultJSON

/// SIGHUP: the new configuration is in force as a whole, or the old one stays; no connection notices more than that.
@Suite struct ReloadTests {
    @Test func `a new policy holds on a connection that stays open`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start()
        let raw = try RawConnection(vault.workloadSocket)
        #expect(try names(raw) == ["sim"])
        let good = vault.configurationText
        try vault.edit("\"provider.list\",", into: "")
        try await vault.reload()
        #expect(try raw.refusal("provider.list") == "permission_denied")
        #expect(try raw.call("grant.list")?["result"] != nil)
        try vault.folder.write(good, to: "vaultd.json5")
        try await vault.reload()
        #expect(try names(raw) == ["sim"])
        #expect(await vault.stop() == .exit(0))
    }

    @Test func `a new provider is there, and one that was taken out is not`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start()
        let raw = try RawConnection(vault.workloadSocket)
        let minted = try sim.mint()
        try vault.edit("providers: {", into: "providers: { " + provider("second", sim))
        try await vault.reload()
        #expect(try names(raw) == ["second", "sim"])
        let put =
            "{\"subject\":\"user:default/alice\",\"provider\":\"second\",\"refresh_token\":\"\(minted.refreshToken)\"}"
        #expect(try raw.call("grant.put", put)?["result"]?["generation"]?.integer == 1)
        let get = "{\"subject\":\"user:default/alice\",\"provider\":\"second\"}"
        #expect(try raw.call("token.get", get)?["result"]?["generation"]?.integer == 2)
        try vault.edit(provider("second", sim), into: "")
        try await vault.reload()
        #expect(try names(raw) == ["sim"])
        #expect(try raw.refusal("token.get", get) != nil)
        #expect(await vault.stop() == .exit(0))
    }

    @Test(arguments: ["drian: '1s',", "providers: {,", "seal_key: {},"])
    func `a wrong file leaves the old one in force`(mistake: String) async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start()
        let raw = try RawConnection(vault.workloadSocket)
        try vault.addToRoot(mistake)
        try vault.edit("\"provider.list\",", into: "")
        try await vault.reload()
        #expect(try names(raw) == ["sim"])
        #expect(await vault.stop() == .exit(0))
        #expect(vault.daemon?.standardError.contains("the old one stays in force") == true)
        #expect(vault.daemon?.standardError.contains(vault.configurationPath + ":") == true)
    }

    @Test func `a refresh in flight survives a reload`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim, more: "deadline: '2m',")
        try await vault.start()
        let raw = try RawConnection(vault.workloadSocket)
        let minted = try sim.mint()
        let put =
            "{\"subject\":\"user:default/alice\",\"provider\":\"sim\",\"refresh_token\":\"\(minted.refreshToken)\"}"
        #expect(try raw.call("grant.put", put)?["result"] != nil)
        try await sim.hold(when: "before")
        raw.send(
            Array(
                "{\"jsonrpc\":\"2.0\",\"id\":\"held\",\"method\":\"token.get\",\"params\":{\"subject\":\"user:default/alice\",\"provider\":\"sim\"}}\n"
                    .utf8))
        try await sim.waitForRequest("received")
        try await vault.reload()
        try await sim.letGo()
        let reply = String(decoding: raw.line() ?? [], as: UTF8.self)
        #expect(reply.contains("\"id\":\"held\"") && reply.contains("\"generation\":2"), "\(reply)")
        #expect(await vault.stop() == .exit(0))
    }

    @Test func `the audit log can be rotated without losing or doubling a line`() async throws {
        let vault = try await TestVault(providers: "")
        try await vault.start()
        let raw = try RawConnection(vault.workloadSocket)
        #expect(try raw.call("system.info")?["result"] != nil)
        let old = vault.folder.file("audit.1.jsonl")
        try FileManager.default.moveItem(atPath: vault.auditPath, toPath: old)
        #expect(try raw.call("rpc.discover")?["result"] != nil)
        try await vault.reload()
        #expect(try raw.call("system.health")?["result"] != nil)
        #expect(await vault.stop() == .exit(0))
        let before = String(decoding: vault.folder.bytes("audit.1.jsonl"), as: UTF8.self)
        let after = vault.auditLines().joined(separator: "\n")
        for (method, isOld) in [("system.info", true), ("rpc.discover", true), ("system.health", false)] {
            #expect(before.contains(method) == isOld, "\(method)")
            #expect(after.contains(method) == !isOld, "\(method)")
        }
        #expect(before.hasSuffix("\n"))
        #expect(after.contains("stopped"))
    }

    private func names(_ raw: RawConnection) throws -> [String]? {
        try raw.call("provider.list")?["result"]?["providers"]?.elements?.compactMap { $0["name"]?.string }
    }

    private func provider(_ name: String, _ sim: RunningSimulator) -> String {
        TestVault.provider(name, sim, rotation: "rotates")
    }
}
