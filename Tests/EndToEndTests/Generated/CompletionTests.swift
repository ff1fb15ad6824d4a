import TestHarness
import Testing

/// The completion scripts that the programs print, in the shells that they are for.
@Suite(.timeLimit(.minutes(5))) struct CompletionTests {
    static let programs = ["vaultd", "vaultctl", "vault-audit", "vault-provider-sim"]

    @Test(
        arguments: Shell.allCases,
        [
            ("vaultctl gr", ["grant"]),
            ("vaultctl grant ", ["list", "put", "reap", "revoke", "show"]),
            ("vaultctl --timeout 5s grant re", ["reap", "revoke"]),
            ("vaultctl -s /run/x grant re", ["reap", "revoke"]),
            ("vaultctl grant list --st", ["--status"]),
            ("vaultctl grant list --status ", ["active", "reauth_required"]),
            ("vaultctl grant list --provider x --status re", ["reauth_required"]),
            ("vaultctl session revoke-all --every", ["--everyone"]),
            ("vaultctl completion ", ["bash", "fish", "zsh"]),
            ("vaultctl grant list --provider ", []),
            ("vaultctl status gr", []),
        ])
    func `a shell offers what may follow`(shell: Shell, line: (words: String, offers: [String])) async throws {
        let offers = try await shell.offers(line.words, of: "vaultctl", in: TemporaryFolder())
        #expect(offers == line.offers, "\(shell): \(line.words)")
    }

    @Test(arguments: Shell.allCases)
    func `a value may stand behind an equals sign`(shell: Shell) async throws {
        let offers = try await shell.offers("vaultctl grant list --status=re", of: "vaultctl", in: TemporaryFolder())
        // bash completes the value, the others the whole word.
        #expect(offers == [shell == .bash ? "reauth_required" : "--status=reauth_required"])
    }

    @Test(arguments: Shell.allCases)
    func `files are offered where a file is wanted`(shell: Shell) async throws {
        let folder = try TemporaryFolder()
        try folder.write("{}", to: "vaultd.json5")
        for (program, words) in [
            ("vaultd", "vaultd serve --config"), ("vaultd", "vaultd restore"), ("vault-audit", "vault-audit verify"),
            ("vault-provider-sim", "vault-provider-sim --client-secret-file"),
        ] {
            let offers = try await shell.offers("\(words) \(folder.path)/vaul", of: program, in: folder)
            #expect(offers == ["\(folder.path)/vaultd.json5"], "\(shell): \(words)")
        }
    }

    @Test(arguments: Shell.allCases, programs)
    func `every option of a program is offered`(shell: Shell, program: String) async throws {
        let offers = try await shell.offers("\(program) --", of: program, in: TemporaryFolder())
        let help = try await Program.run(program, ["--help"]).output
        let options = help.split(separator: "\n").prefix { $0 != "Examples:" }.compactMap { line -> String? in
            let words = line.split(separator: " ").prefix(2)
            guard line.hasPrefix("  "), line.prefix(8).contains("-") else { return nil }
            return words.first { $0.hasPrefix("--") }.map(String.init)
        }
        #expect(options.contains("--generate"))
        #expect(offers == options.sorted(), "\(shell)")
    }

    @Test func `completion prints what generate prints`() async throws {
        for shell in Shell.allCases {
            let script = try await Program.run("vaultctl", ["completion", shell.rawValue])
            #expect(script.ending == .exit(0) && !script.output.isEmpty)
            #expect(try await Program.run("vaultctl", ["--generate", shell.rawValue]).output == script.output)
        }
        let wrong = try await Program.run("vaultctl", ["completion", "tcsh"])
        #expect(wrong.ending == .exit(2))
        #expect(wrong.errors.contains("<shell> must be one of bash, zsh, fish"))
    }
}
