import TestHarness
import Testing

/// The manual pages that the programs print, as others' programs read them.
@Suite struct ManualPageTests {
    @Test(arguments: CompletionTests.programs)
    func `mandoc and groff have nothing to say about a page`(program: String) async throws {
        let folder = try TemporaryFolder()
        let page = try await Program.run(program, ["--generate", "man"])
        #expect(page.ending == .exit(0))
        let section = program == "vaultd" ? 8 : 1
        let file = "\(program).\(section)"
        #expect(page.output.contains("\n.TH \"\(program.uppercased())\" \(section) ".replacing("-", with: "\\-")))
        try folder.write(page.output, to: file)
        let lint = try await Program.run("/usr/bin/mandoc", ["-T", "lint", "-W", "style", folder.file(file)])
        #expect(lint.ending == .exit(0) && lint.output.isEmpty && lint.errors.isEmpty, "\(lint.output)\(lint.errors)")
        let groff = try await Program.run(
            "/usr/bin/groff", ["-man", "-ww", "-z", "-rCHECKSTYLE=3", folder.file(file)])
        #expect(groff.ending == .exit(0) && groff.errors.isEmpty, "\(groff.errors)")
    }

    @Test(arguments: CompletionTests.programs)
    func `a page shows every line of the help as it is typed`(program: String) async throws {
        let folder = try TemporaryFolder()
        try folder.write(try await Program.run(program, ["--generate", "man"]).output, to: "page")
        let shown = try await Program.run("/usr/bin/mandoc", ["-T", "utf8", "-O", "width=300", folder.file("page")])
        // Bold and underlined letters are struck over.
        let text = shown.output.replacing(#/.\u{8}/#, with: "")
        let help = try await Program.run(program, ["--help"]).output
        for example in help.split(separator: "\n").drop(while: { $0 != "Examples:" }).filter({ $0.hasPrefix("  vault") }
        ) {
            #expect(text.contains(example.dropFirst(2)), "\(example)")
        }
        for word in ["NAME", "SYNOPSIS", "EXIT STATUS", "--generate WHAT"] { #expect(text.contains(word), "\(word)") }
    }
}
