import Foundation
import Testing
import TestHarness
import VaultJSON

/// `vaultctl doctor` beside a running daemon finds what is really wrong with it.
struct DoctorTests {
    private static func findings(_ vault: TestVault) async throws -> (
        Program.Ending?, [(check: String, state: String, text: String)]
    ) {
        let run = try await Program.run("vaultctl", ["--socket", vault.adminSocket, "doctor", "--json"])
        let root = try JSONDocument(parsing: Array(run.output.utf8)).root
        let found = try #require(root["findings"]?.elements).map {
            (check: $0["check"]?.string ?? "", state: $0["state"]?.string ?? "", text: $0["text"]?.string ?? "")
        }
        return (run.ending, found)
    }

    @Test func `every check is made, and what was broken is found`() async throws {
        let simulator = try RunningSimulator()
        let vault = try await TestVault(simulator)
        try await vault.start()
        let (_, well) = try await Self.findings(vault)
        #expect(
            Set(well.map(\.check)) == [
                "seal", "versions", "configuration", "disk", "memory", "clock", "descriptors", "confinement",
                "master_key", "backup", "audit", "provider",
            ])
        for check in ["seal", "configuration", "audit", "provider", "master_key", "descriptors"] {
            #expect(well.filter { $0.check == check }.allSatisfy { $0.state == "ok" }, "\(check): \(well)")
        }
        // The next start would refuse both.
        #expect(chmod(vault.storePath, 0o644) == 0)
        let (ending, open) = try await Self.findings(vault)
        let bad = open.filter { $0.check == "configuration" }
        #expect(ending == .exit(1) && bad.count == 1 && bad[0].state == "failing")
        #expect(bad.first?.text.contains(vault.storePath) == true)
        await vault.stop()
    }

    @Test func `the age of the newest backup is known where the directory is told`() async throws {
        let simulator = try RunningSimulator()
        let folder = try TemporaryFolder()
        let vault = try await TestVault(simulator, extra: "backup: { directory: \"\(folder.path)\" },")
        try await vault.start()
        let (_, before) = try await Self.findings(vault)
        #expect(before.first { $0.check == "backup" }?.text == "there is no backup in the backup directory")
        let made = try await Program.run(
            "vaultctl", ["--socket", vault.adminSocket, "backup", "create", folder.file("monday.db")])
        #expect(made.ending == .exit(0), "\(made.errors)")
        try folder.write("no database", to: "notes.txt")
        let (_, after) = try await Self.findings(vault)
        #expect(after.first { $0.check == "backup" }?.text == "the newest backup is 0 days old")
        await vault.stop()
    }

    @Test func `components are not told`() async throws {
        let simulator = try RunningSimulator()
        let vault = try await TestVault(simulator)
        try await vault.start()
        let run = try await Program.run("vaultctl", ["--socket", vault.workloadSocket, "doctor", "--quick"])
        #expect(run.ending == .exit(0))
        #expect(run.output.contains("warning  configuration  could not be looked at"))
        await vault.stop()
    }
}
