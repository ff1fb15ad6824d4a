import Foundation
import Testing
import VaultCore

@testable import VaultWire

/// Docs/reference/methods.md, made of what `rpc.discover` answers with.
///
/// `VAULT_WRITE_DOCS=1 swift test --filter MethodReferenceTests` writes it anew.
struct MethodReferenceTests {
    private static let file = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Docs/reference/methods.md")

    @Test func `the page of all methods is what rpc discover answers`() throws {
        let wanted = try Self.page()
        if ProcessInfo.processInfo.environment["VAULT_WRITE_DOCS"] == "1" {
            try wanted.write(to: Self.file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: Self.file, encoding: .utf8) == wanted)
        #expect(MethodTable.entries.allSatisfy { wanted.contains("| [\($0.method.rawValue)](") })
    }

    /// A part of the OpenRPC document; what is not read is left out of the page.
    private struct Document: Decodable {
        struct Method: Decodable {
            let name: String
            let summary: String
            let socket: String?
            let params: [Param]
            let errors: [Failure]

            enum CodingKeys: String, CodingKey {
                case name, summary, params, errors
                case socket = "x-socket"
            }
        }
        struct Param: Decodable {
            let name: String
            let required: Bool
        }
        struct Failure: Decodable {
            struct Data: Decodable { let type: String }
            let data: Data
        }
        let methods: [Method]
    }

    private static func page() throws -> String {
        let document = try JSONDecoder().decode(Document.self, from: Data(OpenRPC.document))
        let common = Set(MethodEntry.commonErrors.map(\.rawValue))
        let rows = document.methods.map { method in
            let params = method.params.map { $0.required ? "`\($0.name)`" : "[`\($0.name)`]" }
            let errors = method.errors.map(\.data.type).filter { !common.contains($0) }
            return [
                "[\(method.name)](../protocol.md#\(method.name.filter { $0 != "." }))",
                method.socket == "admin" ? "admin" : "", method.summary, params.joined(separator: " "),
                errors.map { "`\($0)`" }.joined(separator: " "),
            ]
        }
        let head = ["Method", "Socket", "What it does", "Parameters", "Its own errors"]
        let table = ([head, head.map { _ in "---" }] + rows).map { "| " + $0.joined(separator: " | ") + " |\n" }
            .joined()
        return """
            # Methods

            All methods at a glance, made of the OpenRPC document that `rpc.discover` answers with; each name leads to its section in
            [protocol.md](../protocol.md), with kinds, results and an example. Parameters in brackets may be left out. Methods marked *admin* are
            answered on the admin socket only. Errors that every method can answer with are not listed.

            \(table)
            """
    }
}
