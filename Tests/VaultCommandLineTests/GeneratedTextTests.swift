import Testing
import VaultCommandLine

/// What a program prints of itself is asked for without a command, and says what the table says.
struct GeneratedTextTests {
    private func text(_ line: String, of program: ProgramSpec = program) throws -> String {
        guard case .help(let text) = try program.parse(line.split(separator: " ").map(String.init)) else {
            throw UsageError("it ran a command")
        }
        return text
    }

    @Test func `generate stands without a command only`() throws {
        #expect(try text("--generate man").contains(".TH \"VAULTCTL\" 1 "))
        #expect(try text("--generate bash", of: single).contains("complete -F _vault_sim vault-sim"))
        #expect(usageError("status --generate man")?.message == "unknown option --generate")
        #expect(usageError("--generate pdf")?.message == "--generate must be one of man, markdown, bash, zsh, fish")
    }

    @Test func `completion takes a shell that it knows`() throws {
        #expect(try text("completion zsh") == text("--generate zsh"))
        #expect(usageError("completion tcsh")?.message == "<shell> must be one of bash, zsh, fish")
        #expect(usageError("completion")?.message == "<shell> is missing")
    }

    @Test func `nothing in a table can be a request or an escape of the manual page`() throws {
        let odd = ProgramSpec(
            "odd", summary: "it's \"odd\"",
            commands: [
                CommandSpec(
                    "run", summary: ".SH is no heading, \\fB no font, 'this' no request.",
                    examples: [Example("- – a dash", ".hidden '~' ^ `x` \\n --all")])
            ], seeAlso: ["vaultd(8)", "vaultctl(1)"])
        let page = try text("--generate man", of: odd)
        #expect(page.contains("\nodd \\- it\\(aqs \"odd\"\n"))
        #expect(page.contains("\n\\&.SH is no heading, \\efB no font, \\(aqthis\\(aq no request.\n"))
        #expect(page.contains("\n\\&.hidden \\(aq\\(ti\\(aq \\(ha \\(gax\\(ga \\en \\-\\-all\n"))
        #expect(page.contains("\\- \\[u2013] a dash:\n"))
        #expect(page.hasSuffix(".SH SEE ALSO\n.BR vaultd (8) ,\n.BR vaultctl (1)\n"))
    }

    @Test func `a page says what Markdown would take for something else as it is`() throws {
        let odd = ProgramSpec("odd", summary: "a <b> | *c*", commands: [CommandSpec("run", summary: "read_only|x")])
        let page = try text("--generate markdown", of: odd)
        #expect(page.contains("odd: a \\<b> \\| \\*c\\*."))
        #expect(page.contains("| [run](#odd-run) | read\\_only\\|x |"))
    }

    @Test func `a program ends with the codes that it names`() throws {
        let quiet = ProgramSpec(
            "quiet", summary: "s", commands: [CommandSpec("run", summary: "r")], exitCodes: [.ok, .failed])
        let page = try text("--generate markdown", of: quiet)
        #expect(page.hasSuffix("## Exit codes\n\n| Code |  |\n| --- | --- |\n| 0 | ok |\n| 1 | failed |\n"))
        #expect(try !text("--help", of: quiet).contains("cannot be reached"))
    }
}
