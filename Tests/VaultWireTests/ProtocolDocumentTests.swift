import Foundation
import Testing
import VaultJSON

@testable import VaultWire

struct ProtocolDocumentTests {
    private static let file = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Docs/protocol.md")

    @Test func `the page says what the method table says`() throws {
        try GeneratedFile(
            path: "Docs/protocol.md", comment: ("<!-- ", " -->"),
            sections: ProtocolText.sections.map { ($0.name, "\n\($0.text)\n") }
        ).check()
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
}
