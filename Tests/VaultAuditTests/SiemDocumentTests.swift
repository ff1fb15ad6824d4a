import Foundation
import Testing
import VaultCore

@testable import VaultAudit

/// Docs/siem.md says what the code does.
@Suite struct SiemDocumentTests {
    private static func page() throws -> String {
        let folder = SigmaRule.folder.deletingLastPathComponent()
        return try String(contentsOf: folder.appendingPathComponent("siem.md"), encoding: .utf8)
    }

    @Test(arguments: AuditEvent.Kind.allCases) func `every kind is in the row of its class`(kind: AuditEvent.Kind)
        throws
    {
        let page = try Self.page()
        let start = try #require(page.range(of: "<!-- checked against OCSFClass -->")?.upperBound)
        let end = try #require(page.range(of: "<!-- end -->")?.lowerBound)
        let rows = page[start..<end].split(separator: "\n").filter { $0.contains("`\(kind.rawValue)`") }
        #expect(rows.count == 1 && rows[0].hasSuffix(" \(OCSFClass(kind).rawValue) |"), "\(kind)")
    }

    @Test func `every rule is explained`() throws {
        let page = try Self.page()
        for rule in AlertRule.allCases { #expect(page.contains("| `\(rule.rawValue)` | "), "\(rule)") }
    }
}
