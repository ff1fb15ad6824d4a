import Foundation
import TestHarness
import Testing
import VaultJSON

/// An auditor asks who got a token of alice, and whether the log is whole.
@Suite(.timeLimit(.minutes(5))) struct AuditJourneyTests {
    private static let alice = "user:default/alice"

    private func vaultctl(
        _ vault: TestVault, _ words: String..., input: String? = nil
    ) async throws -> (ending: Program.Ending, output: String, errors: String) {
        try await Program.run(
            "vaultctl", words, environment: ["VAULTD_SOCKET": vault.adminSocket], input: input.map { Array($0.utf8) })
    }

    private func verifyOutside(
        _ vault: TestVault, key: String, reaching last: Int64? = nil
    ) async throws -> (ending: Program.Ending, output: String, errors: String) {
        try await Program.run(
            "vault-audit",
            ["verify", "--public-key", key, vault.auditPath] + (last.map { ["--reaches", "\($0)"] } ?? []))
    }

    /// `Docs/audit-check.py`, with what `vaultctl audit key --pem` said.
    private func checkByScript(
        _ vault: TestVault
    ) async throws -> (ending: Program.Ending, output: String, errors: String) {
        let script = Promtool.root.appendingPathComponent("Docs/audit-check.py").path
        return try await Program.run("/usr/bin/python3", [script, vault.folder.file("audit.pem"), vault.auditPath])
    }

    /// - Returns: the token that alice's plugin got.
    private func serveAlice(_ vault: TestVault, _ sim: RunningSimulator) async throws -> String {
        try await vault.start()
        let secret = try sim.mint().refreshToken
        let put = try await vaultctl(vault, "grant", "put", Self.alice, "sim", "--scope", "a", input: secret)
        #expect(put.ending == .exit(0), "\(put.errors)")
        let first = try await vaultctl(vault, "token", "get", Self.alice, "sim")
        let second = try await vaultctl(vault, "token", "get", Self.alice, "sim")
        #expect(first.output == second.output, "the second is served from memory")
        return first.output
    }

    @Test func `who got a token is found by the token, by its user, and by nobody else's`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        let token = try await serveAlice(vault, sim)

        let leaked = try await vaultctl(vault, "audit", "find", "--token-stdin", "--json", input: token)
        #expect(leaked.ending == .exit(0), "\(leaked.errors)")
        let records = try leaked.output.split(separator: "\n").map { try JSONDocument(parsing: Array($0.utf8)).root }
        #expect(records.map { $0["kind"]?.string } == ["token_served", "decision"])
        #expect(records.allSatisfy { $0["client"]?.string == "me" && $0["subject"]?.string == Self.alice })
        #expect(Set(records.map { $0["connection"]?.integer }).count == 2)
        #expect(!leaked.output.contains(token))
        #expect(try await vaultctl(vault, "audit", "find", "--token-stdin", input: token + "x").ending == .exit(4))

        let hers = try await vaultctl(vault, "audit", "find", "--subject", Self.alice, "--since", "1h")
        for kind in ["grant_stored", "token_minted", "token_served"] { #expect(hers.output.contains(" \(kind) ")) }
        #expect(try await vaultctl(vault, "audit", "find", "--subject", Self.alice, "--until", "1h").ending == .exit(4))
        let tail = try await vaultctl(vault, "audit", "tail", "-n", "1", "--json")
        #expect(tail.output.contains("audit.find") && tail.output.split(separator: "\n").count == 1)
        let wrong = try await vaultctl(vault, "audit", "find", "--since", "31.4.2026")
        #expect(wrong.ending == .exit(2))
    }

    @Test func `a refresh token and a cookie that were found somewhere are found in the log, too`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start()
        let secret = try sim.mint().refreshToken
        #expect(try await vaultctl(vault, "grant", "put", Self.alice, "sim", input: secret).ending == .exit(0))
        let raw = try RawConnection(vault.workloadSocket)
        let created = try raw.call("session.create", #"{"subject":"\#(Self.alice)","class":"browser"}"#)
        let handle = try #require(created?["result"]?["session"]?.string)
        for (token, kind) in [(secret, "grant_stored"), (handle, "session_created")] {
            let found = try await vaultctl(vault, "audit", "find", "--token-stdin", input: token)
            #expect(found.ending == .exit(0))
            #expect(found.output.contains(" \(kind) ") && found.output.split(separator: "\n").count == 1)
        }
    }

    @Test func `the log is whole for both verifiers, and what is changed is named by both`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        _ = try await serveAlice(vault, sim)
        let key = try await vaultctl(vault, "audit", "key").output.trimmingCharacters(in: .whitespacesAndNewlines)
        let pem = try await vaultctl(vault, "audit", "key", "--pem")
        try vault.folder.write(pem.output, to: "audit.pem")
        let inside = try await vaultctl(vault, "audit", "verify")
        #expect(inside.ending == .exit(0), "\(inside.output)\(inside.errors)")
        #expect(inside.output.contains("verified with the secret key"))
        let before = try await verifyOutside(vault, key: key)
        #expect(before.ending == .exit(0), "\(before.output)\(before.errors)")

        await vault.stop()
        let whole = try await verifyOutside(vault, key: vault.folder.file("audit.pem"))
        #expect(whole.ending == .exit(0), "\(whole.output)")
        #expect(!whole.output.contains("not sealed"), "a vault that has ended has sealed all of it")
        let script = try await checkByScript(vault)
        #expect(script.ending == .exit(0), "\(script.errors)")
        #expect(script.output.hasPrefix("records 1 to "))
        let log = String(decoding: vault.folder.bytes("audit.jsonl"), as: UTF8.self)
        try vault.folder.write(
            log.replacingOccurrences(of: #""kind":"grant_stored""#, with: #""kind":"grant_reaped""#), to: "audit.jsonl")
        let outside = try await verifyOutside(vault, key: key)
        #expect(outside.ending == .exit(1))
        #expect(outside.output.contains("was edited"), "\(outside.output)")
        let edited = try await checkByScript(vault)
        #expect(edited.ending == .exit(1))
        let number = try #require(outside.output.firstMatch(of: /record ([0-9]+) was edited/)).1
        #expect(edited.errors == "record \(number) is not as it was written\n")

        try await vault.start()
        let told = try await vaultctl(vault, "audit", "verify")
        #expect(told.ending == .exit(1))
        #expect(told.output == outside.output.replacingOccurrences(of: "\n\n", with: "\n"), "\(told.output)")
    }

    @Test func `a log that was cut while nobody looked does not reach as far as it did`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        _ = try await serveAlice(vault, sim)
        let status = try await vaultctl(vault, "audit", "status", "--json")
        let standing = try JSONDocument(parsing: Array(status.output.utf8)).root
        let key = try #require(standing["public_key"]?.string)
        let last = try #require(standing["sequence"]?.integer)
        await vault.stop()
        #expect(try await verifyOutside(vault, key: key, reaching: last).ending == .exit(0))
        let lines = String(decoding: vault.folder.bytes("audit.jsonl"), as: UTF8.self).split(separator: "\n")
        try vault.folder.write(lines.prefix(4).map { "\($0)\n" }.joined(), to: "audit.jsonl")
        let cut = try await verifyOutside(vault, key: key, reaching: last)
        #expect(cut.ending == .exit(1))
        #expect(cut.output.contains("records 5 to \(last) are missing"), "\(cut.output)")
    }
}
