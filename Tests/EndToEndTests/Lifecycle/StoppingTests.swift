import Foundation
import Glibc
import TestHarness
import Testing
import VaultJSON
import VaultClient

/// How a running vault ends: what was begun is finished or stays in the journal, and nothing new is begun.
@Suite struct StoppingTests {
    private let selection = GrantSelection.subject("user:default/alice", provider: "sim")

    @Test func `SIGTERM lets a refresh in flight finish, and refuses new work meanwhile`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim, more: "deadline: '2m',", extra: "drain: '5m'")
        let client = try await serve(vault, sim)
        let raw = try RawConnection(vault.workloadSocket)
        #expect(try raw.call("system.ping") != nil)
        try await sim.hold(when: "before")
        let held = Task { try await client.token(for: selection) }
        try await sim.waitForRequest("received")

        vault.daemon?.send(signal: SIGTERM)
        #expect(await vault.waitFor("STOPPING=1"))
        try whenDraining(raw)
        let refused = try raw.call("grant.list")?["error"]
        #expect(refused?["data"]?["type"]?.string == "overloaded")
        #expect(refused?["data"]?["reason"]?.string == "shutting_down")
        #expect(refused?["data"]?["retryable"]?.bool == true)
        #expect(try raw.call("system.ping")?["result"] != nil)

        try await sim.letGo()
        #expect(try await held.value.generation == 2)
        #expect(await vault.daemon?.ended() == .exit(0))
        #expect(vault.daemon?.standardError == "")
        #expect(raw.line() == nil)
        #expect(!FileManager.default.fileExists(atPath: vault.workloadSocket))
    }

    @Test func `a refresh that never ends stays in the journal when the drain time is up`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim, more: "deadline: '2m',", extra: "drain: '300ms'")
        let client = try await serve(vault, sim)
        try await sim.hold(when: "after")
        let held = Task { try await client.token(for: selection) }
        try await sim.waitForRequest("processed")
        #expect(await vault.stop() == .exit(0))
        #expect(vault.daemon?.standardError.contains("open refreshes are resolved at the next start") == true)
        await #expect(throws: VaultClientError.self) { try await held.value }

        try await vault.start()
        let again = try VaultClient(socketPath: vault.workloadSocket)
        #expect(try await again.grant(selection).status == .reauthRequired(reason: "lost_rotation"))
        #expect(await vault.stop() == .exit(0))
        #expect(vault.daemon?.standardError.contains("lost_rotation") == true)
    }

    @Test func `SIGTERM ends an idle vault at once, connections and all`() async throws {
        let vault = try await TestVault(providers: "", extra: "drain: '5m'")
        try await vault.start()
        let raw = try RawConnection(vault.workloadSocket)
        #expect(try raw.call("system.ping") != nil)
        #expect(await vault.stop() == .exit(0))
        #expect(raw.line() == nil)
        #expect(vault.auditLines().last?.contains("stopped") == true)
    }

    private func serve(_ vault: TestVault, _ sim: RunningSimulator) async throws -> VaultClient {
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket)
        var new = NewGrant(
            subject: "user:default/alice", provider: "sim", refreshToken: SecretText(try sim.mint().refreshToken))
        new.scopes = ["a"]
        _ = try await client.putGrant(new)
        return client
    }

    /// The word to the service manager comes just before the loops hear of it: asks until one says so, as each reply is an event.
    private func whenDraining(_ raw: RawConnection) throws {
        for _ in 0..<100_000 where try raw.refusal("provider.list") != nil { return }
        Issue.record("the vault takes new work although it stops")
    }
}
