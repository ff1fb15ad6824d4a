import VaultCore

@testable import VaultWire

/// The parts of Docs/protocol.md that are made from the method table.
enum ProtocolText {
    static let sections: [(name: String, text: String)] = [
        ("errors", errors), ("reauth reasons", words(ReauthReason.allCases.map { ($0.rawValue, $0.sentence) })),
        ("unavailable reasons", words(UnavailableReason.allCases.map { ($0.rawValue, $0.sentence) })),
        ("methods", MethodTable.entries.map(method).joined(separator: "\n")),
    ]

    private static let errors = table(
        ["`data.type`", "Code", "Retryable", "Meaning"],
        ErrorType.allCases.map { ["`\($0.rawValue)`", "\($0.code)", $0.isRetryable ? "yes" : "no", $0.meaning] })

    private static func words(_ words: [(String, String)]) -> String {
        table(["Word", "Meaning"], words.map { ["`\($0.0)`", $0.1] })
    }

    private static func method(_ entry: MethodEntry) -> String {
        var text = "### \(entry.method.rawValue)\n\n"
        if entry.method.isAdminOnly { text += "*admin* · " }
        text += "\(entry.summary).\n\n"
        text += entry.params.isEmpty ? "No parameters.\n" : members("Parameter", entry.params)
        text += "\n" + members("Result", entry.result)
        if !entry.errors.isEmpty {
            text += "\nErrors: " + entry.errors.map { "`\($0.rawValue)`" }.joined(separator: ", ") + ".\n"
        }
        text +=
            entry.isRepeatable
            ? "\nMay be sent again when its answer was lost.\n"
            : "\nNot to be sent again blindly when its answer was lost: look first.\n"
        let params = entry.params.isEmpty ? "" : ",\"params\":\(entry.example.params)"
        text += "\n```json\n{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\(entry.method.rawValue)\"\(params)}\n"
        text += "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\(entry.example.result)}\n```\n"
        return text
    }

    private static func members(_ title: String, _ fields: [Field]) -> String {
        table(
            [title, "Kind", "", "Meaning"],
            fields.map { ["`\($0.name)`", kind($0.kind), $0.isRequired ? "required" : "", $0.text] })
    }

    private static func kind(_ kind: FieldKind) -> String {
        switch kind {
        case .text(let most): "string, \(most) bytes"
        case .handle: "handle"
        case .token: "token"
        case .name: "name"
        case .word(let words): words.map { "`\($0)`" }.joined(separator: ", ")
        case .integer(let range): "integer" + bounds(range)
        case .time: "time"
        case .bool: "boolean"
        case .list(let element, _): "list of " + plural(element)
        case .strings: "object of strings"
        case .anyObject: "object"
        case .object(let fields):
            fields.isEmpty ? "object" : "object of " + fields.map { "`\($0.name)`" }.joined(separator: ", ")
        }
    }

    private static func plural(_ element: FieldKind) -> String {
        switch element {
        case .object(let fields) where fields.count > 6: "objects"
        case .object: kind(element).replacing("object", with: "objects", maxReplacements: 1)
        case .text: "strings"
        case .handle, .token, .name, .word, .integer, .time, .bool, .list, .strings, .anyObject: kind(element)
        }
    }

    private static func bounds(_ range: ClosedRange<Int64>) -> String {
        range.upperBound == .max ? ", \(range.lowerBound) or more" : ", \(range.lowerBound) to \(range.upperBound)"
    }

    private static func table(_ head: [String], _ rows: [[String]]) -> String {
        let lines = [head, head.map { _ in "---" }] + rows
        return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    }
}
