import Foundation
import TestHarness
import Testing
import VaultJSON

/// A vault that is set up wrongly is refused with a sentence that says what to do, before anything of it runs.
@Suite struct SetupTests {
    @Test func `a good setup is fit to serve`() async throws {
        let vault = try await TestVault(providers: "")
        let check = try await vault.vaultd("check")
        #expect(check.ending == .exit(0))
        #expect(check.output == "\(vault.configurationPath): fit to serve\n")
        #expect(check.errors.isEmpty)
        #expect(try await vault.vaultd("check", "--json").output == "{\"ok\":true,\"problems\":[]}\n")
    }

    @Test(arguments: BadSetup.all)
    func `check names the member and says what to do`(bad: BadSetup) async throws {
        let vault = try await TestVault(providers: "")
        try bad.spoil(vault)
        let check = try await vault.vaultd("check")
        #expect(check.ending == .exit(1))
        #expect(check.output.isEmpty)
        let line = check.errors.split(separator: "\n").first { $0.contains(bad.advice) }
        let place = bad.member.isEmpty ? "" : ": \(bad.member): "
        #expect(line?.hasPrefix(vault.configurationPath + ":") == true, "\(check.errors)")
        #expect(line?.contains(place) == true || place.isEmpty, "\(check.errors)")
        #expect(!check.errors.contains(BadSetup.secret))
    }

    @Test(arguments: BadSetup.all)
    func `serve refuses it for the same reason, and leaves no socket`(bad: BadSetup) async throws {
        let vault = try await TestVault(providers: "")
        try bad.spoil(vault)
        let before = try vault.storeFiles()
        let serve = try await vault.vaultd("serve")
        #expect(serve.ending == .exit(1))
        #expect(serve.output.isEmpty)
        #expect(serve.errors.contains(bad.advice), "\(serve.errors)")
        #expect(serve.errors.contains("check it with") || serve.errors.contains("vaultd check --config"))
        #expect(!serve.errors.contains(BadSetup.secret))
        #expect(!FileManager.default.fileExists(atPath: vault.workloadSocket))
        #expect(!FileManager.default.fileExists(atPath: vault.adminSocket))
        #expect(try vault.storeFiles() == before)
    }

    @Test func `several problems are told at once, in the order of the file, also as JSON`() async throws {
        let vault = try await TestVault(providers: "")
        try vault.edit("store: {", into: "colour: 1, store: {")
        try vault.addProvider("token_endpoint: 'http://login.example/token', client_secret: '\(BadSetup.secret)'")
        let check = try await vault.vaultd("check", "--json")
        #expect(check.ending == .exit(1))
        #expect(check.errors.isEmpty)
        let json = try JSONDocument(parsing: Array(check.output.utf8)).root
        #expect(json["ok"]?.bool == false)
        let problems = json["problems"]?.elements.map { Array($0) } ?? []
        #expect(
            problems.compactMap { $0["path"]?.string } == [
                "colour", "providers.sim.token_endpoint", "providers.sim.client_secret",
            ])
        #expect(problems.allSatisfy { ($0["line"]?.integer ?? 0) > 1 && ($0["column"]?.integer ?? 0) > 1 })
        let lines = try await vault.vaultd("check").errors.split(separator: "\n")
        #expect(lines.count == 3)
        for (line, problem) in zip(lines, problems) {
            #expect(line.hasSuffix(problem["message"]?.string ?? "nothing"))
        }
        #expect(!check.output.contains(BadSetup.secret))
    }

    @Test func `problems of this machine are told together`() async throws {
        let vault = try await TestVault(providers: "")
        try vault.setMode(0o444, of: "seal.key")
        try vault.setMode(0o777, of: "run")
        try vault.setMode(0o644, of: "vault.db")
        let errors = try await vault.vaultd("check").errors
        for member in ["seal_key.file", "store.path", "sockets.workload.path"] {
            #expect(errors.contains(": \(member): "), "\(errors)")
        }
    }
}
