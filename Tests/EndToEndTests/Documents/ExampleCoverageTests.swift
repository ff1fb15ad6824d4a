import Foundation
import TestHarness
import Testing

/// Nothing stands in a document for people to type that no test has typed, but for the reasons below.
@Suite struct ExampleCoverageTests {
    /// What cannot be run by a test, with the reason; a row that nothing needs is an error.
    static let notRun: [(document: String, heading: String, reason: String)] = [
        (
            "README.md", "vaultd – a session and token vault",
            "`make test` is what runs this; `make run` ends with Ctrl-C"
        ),
        (
            "Docs/operations.md", "Under systemd",
            "changes users and units of a machine; `make deb-test` types it on one of its own"
        ),
        (
            "Docs/benchmarks/README.md", "Benchmarks",
            "takes minutes and measures the machine; .ci/run runs it with --smoke"
        ),
        ("Docs/containers.md", "By itself", "needs an engine for containers; `make container-test` types it"),
        ("Docs/containers.md", "With Compose", "needs an engine for containers; `make container-test` types it"),
        (
            "Docs/containers.md", "In Kubernetes",
            "needs a cluster; `make container-test` runs the pods without one, and validates the manifests"
        ),
        ("Docs/development.md", "Build, test, measure", "builds everything again; .ci/run runs each of them"),
    ]

    /// What tests of their own run, which read the document, too.
    static let runBy: [(document: String, heading: String, test: String)] = [
        ("Docs/clients/README.md", "Without a client", "three lines with socat call the vault"),
        ("Docs/import.md", "Plain files", "turns its source's shape into lines that are imported"),
    ]

    @Test func `every example in a document is run, or is known to be beyond a test`() throws {
        var needed: Set<String> = []
        for document in try DocumentBlock.documents() where !document.hasPrefix("Docs/reference/") {
            for block in try DocumentBlock.all(in: document) where block.isShell && !block.isTranscript {
                let place = "\(document) \(block.heading)"
                needed.insert(place)
                let isRun =
                    DocumentExampleTests.run.contains { $0.document == document && $0.heading == block.heading }
                    || Self.runBy.contains { $0.document == document && $0.heading == block.heading }
                let isKnown = Self.notRun.contains { $0.document == document && $0.heading == block.heading }
                #expect(isRun || isKnown, "\(document):\(block.line): nobody runs \(block.lines.first ?? "")")
                #expect(!(isRun && isKnown), "\(document):\(block.line): is run after all")
            }
        }
        for row in Self.notRun { #expect(needed.contains("\(row.document) \(row.heading)"), "\(row.reason)") }
        for row in DocumentExampleTests.run { #expect(needed.contains("\(row.document) \(row.heading)")) }
        let tests = try Self.sources()
        for row in Self.runBy {
            #expect(needed.contains("\(row.document) \(row.heading)"))
            #expect(tests.contains("func `\(row.test)`"), "there is no such test: \(row.test)")
        }
    }

    /// Of the tests beside this one.
    private static func sources() throws -> String {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? []
        return try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
            .map { try String(contentsOf: $0, encoding: .utf8) }.joined()
    }

    @Test func `transcripts and examples are found at all`() throws {
        let blocks = try DocumentBlock.documents().flatMap { try DocumentBlock.all(in: $0) }
        #expect(blocks.filter(\.isTranscript).count > 5)
        #expect(blocks.filter { $0.isShell && !$0.isTranscript }.count > 20)
    }

    /// The examples of Docs/reference stand in the tables of the programs, whose tests parse each (`ProgramTests`); here their words are given to the
    /// built programs.
    @Test(arguments: CompletionTests.programs)
    func `a program takes every example of its own page`(program: String) async throws {
        let blocks = try DocumentBlock.all(in: "Docs/reference/\(program).md").filter(\.isShell)
        for command in blocks.flatMap(\.commands) {
            let line = command.text
            guard let start = line.range(of: program + " ") else { continue }
            let words = line[start.upperBound...].prefix { !"<>|)".contains($0) }
            let asked = try await Program.run(program, words.split(separator: " ").map(String.init) + ["--help"])
            #expect(asked.ending == .exit(0), "\(line): \(asked.errors)")
        }
    }
}
