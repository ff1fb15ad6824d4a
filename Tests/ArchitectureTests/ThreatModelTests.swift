import Foundation
import Testing

/// The threat model promises a proof for each defence.
@Suite struct ThreatModelTests {
    @Test func `every test that the threat model names is there`() throws {
        let names = try testNames()
        let tests = try SourceTree.swiftFiles(in: "Tests").map { try SourceTree.text($0) }.joined()
        for name in names {
            #expect(tests.contains("func `\(name)`"), "Docs/threat-model.md names a test that is not there: \(name)")
        }
    }

    @Test func `every defence has a proof`() throws {
        let rows = try rows().filter { $0.count == 3 && !$0[0].hasPrefix("Asset") && !$0[2].hasPrefix("What it") }
        let defences = rows.filter { !["Attack", "Accident"].contains($0[0]) && !$0[0].hasPrefix("---") }
        let assets = try #require(defences.firstIndex { $0[2].contains("`") })
        #expect(defences.count - assets > 20)
        for row in defences[assets...] { #expect(row[2].hasPrefix("`"), "\(row[0])") }
    }

    private func rows() throws -> [[String]] {
        try SourceTree.text("Docs/threat-model.md").split(separator: "\n").filter { $0.hasPrefix("|") }.map { line in
            line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    /// What stands between backquotes in the last cell of a row.
    private func testNames() throws -> [String] {
        let names = try rows().compactMap(\.last).flatMap { cell in
            cell.split(separator: "`", omittingEmptySubsequences: false).enumerated().compactMap { number, text in
                number % 2 == 1 ? String(text) : nil
            }
        }
        #expect(names.count > 20)
        return names
    }
}
