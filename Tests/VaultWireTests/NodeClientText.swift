import VaultCore

@testable import VaultWire

/// The parts of Docs/clients/node that are made from the method table.
enum NodeClientText {
    static let table = MethodTable.entries.map { entry in
        let secrets = entry.secrets.map { "\"\($0)\"" }.joined(separator: ", ")
        return "  \"\(entry.method.rawValue)\": { repeatable: \(entry.isRepeatable), secrets: [\(secrets)] },\n"
    }.joined()

    static let types = errors + MethodTable.entries.map(interfaces).joined() + methods

    private static let errors =
        "export type ErrorType =\n" + ErrorType.allCases.map { "  | \"\($0.rawValue)\"" }.joined(separator: "\n")
        + ";\n\n"

    private static let methods =
        "/** Every method with what it takes and gives. */\nexport interface Methods {\n"
        + MethodTable.entries.map { entry in
            let params = entry.params.isEmpty ? "Record<string, never>" : TypeName.params(of: entry)
            return "  /** \(entry.summary). */\n"
                + "  \"\(entry.method.rawValue)\": { params: \(params); result: \(TypeName.result(of: entry)) };\n"
        }.joined() + "}\n"

    private static func interfaces(_ entry: MethodEntry) -> String {
        var text = interface(TypeName.result(of: entry), entry.result, token: "Secret")
        if !entry.params.isEmpty {
            text = interface(TypeName.params(of: entry), entry.params, token: "string | Secret") + text
        }
        return text
    }

    private static func interface(_ name: String, _ fields: [Field], token: String) -> String {
        let members = fields.map { "  /** \($0.text) */\n  \(member($0, token: token));\n" }
        return "export interface \(name) {\n\(members.joined())}\n\n"
    }

    private static func member(_ field: Field, token: String) -> String {
        "\(field.name)\(field.isRequired ? "" : "?"): \(type(field.kind, token: token))"
    }

    private static func type(_ kind: FieldKind, token: String) -> String {
        switch kind {
        case .text, .handle, .name: "string"
        case .token: token
        case .word(let words): words.map { "\"\($0)\"" }.joined(separator: " | ")
        case .integer, .time: "number"
        case .bool: "boolean"
        case .list(let element, _): "Array<\(type(element, token: token))>"
        case .strings: "Record<string, string>"
        case .anyObject: "Record<string, unknown>"
        case .object(let fields) where fields.isEmpty: "Record<string, unknown>"
        case .object(let fields): "{ " + fields.map { member($0, token: token) }.joined(separator: "; ") + " }"
        }
    }
}
