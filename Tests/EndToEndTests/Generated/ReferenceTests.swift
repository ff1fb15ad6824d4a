import Foundation
import TestHarness
import Testing

/// The pages of Docs/reference that are made from the tables of the programs.
///
/// `VAULT_WRITE_DOCS=1 swift test --filter ReferenceTests` writes them anew.
@Suite struct ReferenceTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Docs/reference")

    @Test(arguments: CompletionTests.programs)
    func `a program's page is what the program prints`(program: String) async throws {
        let printed = try await Program.run(program, ["--generate", "markdown"])
        #expect(printed.ending == .exit(0) && printed.errors.isEmpty)
        let file = Self.folder.appendingPathComponent("\(program).md")
        if ProcessInfo.processInfo.environment["VAULT_WRITE_DOCS"] == "1" {
            try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
            try printed.output.write(to: file, atomically: true, encoding: .utf8)
        }
        let page = try String(contentsOf: file, encoding: .utf8)
        #expect(
            page == printed.output, "run `VAULT_WRITE_DOCS=1 swift test --filter ReferenceTests` and look at the change"
        )
    }
}
