import Foundation
import Testing

/// What Docs/providers.md says of real servers has a proof, as the threat model's promises have.
@Suite struct BehaviourTableTests {
    @Test func `every behaviour of servers that is listed is proved by tests that are there`() throws {
        let page = try SourceTree.text("Docs/providers.md")
        let section = try #require(
            page.components(separatedBy: "\n## ").first { $0.hasPrefix("What servers were seen") })
        let rows = section.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst()
        #expect(rows.count >= 18)
        let tests = try SourceTree.swiftFiles(in: "Tests").map { try SourceTree.text($0) }.joined()
        var withoutProof = 0
        for row in rows {
            let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            try #require(cells.count == 4, "\(row)")
            let names = cells[3].components(separatedBy: " · ").filter { $0.hasPrefix("`") }
            if names.isEmpty { withoutProof += 1 }
            for name in names {
                #expect(tests.contains("func \(name)"), "Docs/providers.md names a test that is not there: \(name)")
            }
        }
        // What is never done has no test.
        #expect(withoutProof == 1)
    }
}
