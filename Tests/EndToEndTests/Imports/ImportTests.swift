import Foundation
import Glibc
import TestHarness
import Testing
import VaultClient
import VaultJSON

/// Many grants come from a file: none is lost or taken twice, and none that the vault knows better is replaced.
@Suite struct ImportTests {
    private func vaultctl(
        _ vault: TestVault, _ words: String..., input: String? = nil
    ) async throws -> (ending: Program.Ending, output: String, errors: String) {
        try await Program.run(
            "vaultctl", words, environment: ["VAULTD_SOCKET": vault.adminSocket], input: input.map { Array($0.utf8) })
    }

    private func write(_ lines: [String], for vault: TestVault, mode: Int = 0o600) throws -> String {
        try vault.folder.write(lines.map { $0 + "\n" }.joined(), to: "grants.jsonl")
        let path = vault.folder.file("grants.jsonl")
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    private func line(_ subject: String, _ token: String, more: String = "") -> String {
        #"{"subject":"\#(subject)","provider":"sim","refresh_token":"\#(token)"\#(more)}"#
    }

    private static let alice = GrantSelection.subject("user:default/alice", provider: "sim")

    @Test
    func `what is new is stored, what is there stays, and what is wrong is told by its line and without a secret`()
        async throws
    {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start()
        let old = try sim.mint().refreshToken
        let path = try write(
            [
                line("user:default/alice", old, more: #","scopes":["a"],"labels":{"from":"old"}"#), "",
                line("user:default/bob", "canary-bob", more: #","scope":"a""#),
                #"{"subject":"user:default/carol","provider":"sim"}"#,
                #"{"subject":"user:default/dave","provider":"nowhere","refresh_token":"canary-dave"}"#,
                #"{"subject":"user:default/erin","refresh_token":"canary-erin"#,
                line("user:default/frank", "canary-frank", more: #","canary-name":1"#),
                line("user:default/gina", String(repeating: "g", count: 70_000)),
                line("user:default/alice", "canary-again"),
            ], for: vault)
        let looked = try await vaultctl(vault, "import", path, "--dry-run", "--json")
        #expect(looked.ending == .exit(1))
        #expect(looked.output == "{\"dry_run\":true,\"stored\":2,\"present\":0,\"refused\":6}\n")
        let client = try VaultClient(socketPath: vault.workloadSocket)
        await #expect(throws: VaultClientError.self) { try await client.grant(Self.alice) }

        let report = vault.folder.file("refused.jsonl")
        let done = try await vaultctl(vault, "import", path, "--refused", report, "--json")
        #expect(done.ending == .exit(1))
        #expect(done.output == "{\"dry_run\":false,\"stored\":1,\"present\":1,\"refused\":6}\n")
        #expect(done.errors.contains("run 'shred -u \(path)'"))
        let refused = try String(decoding: vault.folder.bytes("refused.jsonl"), as: UTF8.self).split(separator: "\n")
            .map {
                try JSONDocument(parsing: Array($0.utf8)).root
            }
        #expect(refused.map { $0["line"]?.integer } == [3, 4, 5, 6, 7, 8])
        #expect(
            refused.map { $0["reason"]?.string }
                == ["invalid_line", "invalid_line", "not_found", "invalid_line", "invalid_line", "invalid_line"])
        #expect(refused.map { $0["field"]?.string } == ["scope", "refresh_token", nil, nil, "line", nil])
        #expect(refused[0]["subject"]?.string == "user:default/bob")
        let said = done.output + done.errors + String(decoding: vault.folder.bytes("refused.jsonl"), as: UTF8.self)
        #expect(!said.contains("canary") && !said.contains(old))

        // The vault refreshes it, and with that the token in the file is dead: importing it again must not put it back.
        #expect(try await client.token(for: Self.alice).generation == 2)
        let again = try await vaultctl(vault, "import", path, "--json", "--quiet")
        #expect(again.output == "{\"dry_run\":false,\"stored\":0,\"present\":2,\"refused\":6}\n")
        let grant = try await client.grant(Self.alice)
        #expect(grant.generation == 2 && grant.labels == ["from": "old"])
        #expect(try await client.token(for: Self.alice, forceRefresh: true).generation == 3)
        #expect(await vault.stop() == .exit(0))
    }

    @Test func `a file that others may read is not read, a pipe is`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start()
        let lines = [line("user:default/alice", "made-up")]
        let path = try write(lines, for: vault, mode: 0o640)
        let refused = try await vaultctl(vault, "import", path)
        #expect(refused.ending == .exit(2))
        #expect(refused.errors.contains("run 'chmod 600' on it"), "\(refused.errors)")
        let piped = try await vaultctl(vault, "import", "-", input: lines[0])
        #expect(piped.ending == .exit(0), "\(piped.errors)")
        #expect(piped.output == "stored         1\nthere already  0\nrefused        0\n")
        #expect(await vault.stop() == .exit(0))
    }

    @Test(.timeLimit(.minutes(5))) func `an import whose vault dies is run again and ends with every line stored once`()
        async throws
    {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        // In the middle: a commit holds no more than what is under way at a time.
        try await vault.start(failpoint: "change_told:15")
        let count = 3_000
        let path = try write((0..<count).map { line("user:default/u\($0)", "token-\($0)") }, for: vault)
        let cut = try await vaultctl(vault, "import", path, "--json")
        #expect(await vault.daemon?.ended() == .signal(SIGKILL))
        #expect(cut.ending == .exit(7), "\(cut.errors)")
        #expect(cut.errors.contains("run it again"), "\(cut.errors)")

        try await vault.start()
        let second = try await vaultctl(vault, "import", path, "--json")
        #expect(second.ending == .exit(0), "\(second.errors)")
        let sums = try JSONDocument(parsing: Array(second.output.utf8)).root
        let (stored, present) = (sums["stored"]?.integer ?? 0, sums["present"]?.integer ?? 0)
        #expect(stored > 0 && present > 0 && stored + present == Int64(count))
        let client = try VaultClient(socketPath: vault.workloadSocket)
        let page = try await client.listGrants(GrantQuery())
        #expect(page.grants.allSatisfy { $0.generation == 1 })
        #expect(await vault.stop() == .exit(0))
    }
}
