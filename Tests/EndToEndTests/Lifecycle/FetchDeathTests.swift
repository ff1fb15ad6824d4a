import Foundation
import Glibc
import TestHarness
import Testing
import VaultClient

/// The process that speaks HTTPS may die at any time: it costs the one outcome that it had in hand, never the service.
@Suite struct FetchDeathTests {
    @Test func `killed in the middle of a refresh, vaultfetch costs that one outcome`() async throws {
        let world = try await World(rotation: "rotates", "--rotation", "rotate")
        let outcome = try await world.resultOfRefreshWhoseWorkerDies()
        guard case .failure(VaultClientError.refused(let error)) = outcome else {
            Issue.record("it was not refused: \(outcome)")
            return
        }
        #expect(error.kind == .reauthRequired)
        #expect(error.reason == "lost_rotation")
        #expect(try await world.token("bob").generation == 2)
        #expect(try await world.client.health().status == "ok")
        #expect(await world.vault.stop() == .exit(0))
    }

    @Test func `where the provider keeps its tokens, not even that one`() async throws {
        let world = try await World(rotation: "none", "--rotation", "none")
        #expect(try await world.resultOfRefreshWhoseWorkerDies().get().generation == 1)
        #expect(try world.sim.requestCount() == 2)
        #expect(try await world.token("bob").generation == 1)
        #expect(try await world.client.health().status == "ok")
        #expect(await world.vault.stop() == .exit(0))
    }

    /// A vault with grants of Alice and Bob.
    private struct World {
        let sim: RunningSimulator
        let vault: TestVault
        let client: VaultClient

        init(rotation: String, _ switches: String...) async throws {
            sim = try RunningSimulator(switches[0], switches[1])
            vault = try await TestVault(sim, rotation: rotation, more: "deadline: '2m',")
            try await vault.start()
            client = try VaultClient(socketPath: vault.workloadSocket)
            for name in ["alice", "bob"] {
                let minted = try Minted(
                    sim.control("POST", "/sim/mint", "{\"subject\":\"user:default/\(name)\",\"scopes\":[\"a\"]}"))
                _ = try await client.putGrant(
                    NewGrant(
                        subject: "user:default/\(name)", provider: "sim",
                        refreshToken: SecretText(minted.refreshToken)))
            }
        }

        func token(_ name: String) async throws -> AccessToken {
            try await client.token(for: .subject("user:default/\(name)", provider: "sim"))
        }

        /// Alice's refresh is held by the provider when its worker is killed.
        func resultOfRefreshWhoseWorkerDies() async throws -> Result<AccessToken, any Error> {
            try await sim.hold(when: "before", count: 1)
            let held = Task { try await token("alice") }
            try await sim.waitForRequest("received")
            let workers = try #require(vault.daemon).children(named: "vaultfetch")
            #expect(workers.count == 1)
            for worker in workers { kill(worker, SIGKILL) }
            let result = await held.result
            try await sim.letGo()
            return result
        }
    }
}
