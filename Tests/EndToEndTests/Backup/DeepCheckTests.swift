import TestHarness
import Testing
import VaultClient
import VaultJSON

/// `vaultd check --deep` on a store whose records were moved about.
@Suite struct `vaultd check --deep` {
    @Test func `opens all of a good store and says which records of a bad one do not`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket)
        for name in ["alice", "bob", "carol"] {
            let minted = try await sim.mint(for: "user:default/\(name)")
            _ = try await client.putGrant(
                NewGrant(
                    subject: "user:default/\(name)", provider: "sim", refreshToken: SecretText(minted.refreshToken)))
        }
        await vault.stop()
        let good = try await vault.vaultd("check", "--deep")
        #expect(good.ending == .exit(0))
        #expect(good.output == "\(vault.configurationPath): fit to serve, 3 sealed values open\n")

        try Self.swapTwo(in: vault.storePath)
        let bad = try await vault.vaultd("check", "--deep")
        #expect(bad.ending == .exit(1))
        #expect(bad.errors.contains("grants 1 does not open"))
        #expect(bad.errors.contains("grants 2 does not open"))
        #expect(!bad.errors.contains("grants 3"))
        let told = try await vault.vaultd("check", "--deep", "--json")
        let records = try JSONDocument(parsing: Array(told.output.utf8)).root["records"]
        #expect(records?["opened"]?.integer == 1)
        #expect(records?["faulty"]?.integer == 2)
        let faults = records?["faults"]?.elements.map { Array($0) } ?? []
        #expect(faults.map { $0["id"]?.integer } == [1, 2])
        #expect(faults.allSatisfy { $0["problem"]?.isString("does_not_open") == true })
        // Not deep, it does not look.
        #expect(try await vault.vaultd("check").ending == .exit(0))
    }

    private static func swapTwo(in store: String) throws {
        let script = """
            import sqlite3, sys
            db = sqlite3.connect(sys.argv[1])
            a, b = [db.execute("SELECT refresh_token FROM grants WHERE id = ?", (i,)).fetchone()[0] for i in (1, 2)]
            db.execute("UPDATE grants SET refresh_token = ? WHERE id = 1", (b,))
            db.execute("UPDATE grants SET refresh_token = ? WHERE id = 2", (a,))
            db.commit()
            """
        let python = try SpawnedChild(["/usr/bin/python3", "-c", script, store], environment: [])
        python.closeInput()
        python.closeOutputs()
        try #require(SpawnedChild.wait(for: python.processID) == .exit(0))
    }
}
