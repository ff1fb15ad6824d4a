import Foundation
import Testing
import VaultJSON

@testable import VaultWire

struct ProtocolDocumentTests {
    private static let file = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Docs/protocol.md")

    /// With VAULT_WRITE_DOCS=1 in the environment the page is written anew instead.
    @Test func `the page says what the method table says`() throws {
        let page = try String(contentsOf: Self.file, encoding: .utf8)
        let wanted = try Self.filled(page)
        if ProcessInfo.processInfo.environment["VAULT_WRITE_DOCS"] == "1" {
            try wanted.write(to: Self.file, atomically: true, encoding: .utf8)
        } else {
            #expect(
                page == wanted,
                "run `VAULT_WRITE_DOCS=1 swift test --filter ProtocolDocumentTests` and look at the change")
        }
    }

    @Test func `the page tells the limits as they are`() throws {
        let page = try String(contentsOf: Self.file, encoding: .utf8)
        let json = WireLimits(frameBytes: 1).json
        for row in [
            "| nesting of arrays and objects | \(json.depth) |", "| members of one object | \(json.members) |",
            "| bytes of a number | \(json.numberLength) |", "| bytes of an id | \(WireLimits.idBytes) |",
            "| calls of a batch | \(WireLimits.batchCalls) |",
        ] { #expect(page.contains(row), "\(row)") }
        for type in MethodEntry.commonErrors { #expect(page.contains("`\(type.rawValue)`")) }
        #expect(page.contains("Version \(WireVersion.current)."))
    }

    /// Every section between its two marks replaced by what the table says.
    private static func filled(_ page: String) throws -> String {
        var page = page
        for section in ProtocolText.sections {
            let mark = "<!-- made from the method table: \(section.name) -->\n"
            let start = try #require(page.range(of: mark)?.upperBound, "no section \(section.name)")
            let end = try #require(page.range(of: "<!-- end -->", range: start..<page.endIndex)?.lowerBound)
            page.replaceSubrange(start..<end, with: "\n\(section.text)\n")
        }
        return page
    }
}
