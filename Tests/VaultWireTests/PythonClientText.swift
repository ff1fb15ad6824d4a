import VaultCore

@testable import VaultWire

/// The parts of Docs/clients/python that are made from the method table.
enum PythonClientText {
    static let table = MethodTable.entries.map { entry in
        let secrets = entry.secrets.map { "\"\($0)\"," }.joined(separator: " ")
        return "    \"\(entry.method.rawValue)\": (\(entry.isRepeatable ? "True" : "False"), (\(secrets))),\n"
    }.joined()

    static let types = "\n\n" + MethodTable.entries.flatMap(types).joined(separator: "\n\n") + "\n"

    static func methods(isAsync: Bool) -> String {
        MethodTable.entries.map { method($0, isAsync: isAsync) }.joined(separator: "\n")
    }

    private static func method(_ entry: MethodEntry, isAsync: Bool) -> String {
        let name = entry.method.rawValue
        let params = entry.params.isEmpty ? "" : ", **params: Unpack[\(TypeName.params(of: entry))]"
        let given = entry.params.isEmpty ? "None" : "_named(params)"
        let result = TypeName.result(of: entry)
        return """
                \(isAsync ? "async " : "")def \(name.replacing(".", with: "_"))(
                    self, *, timeout: float | None = None\(params)
                ) -> \(result):
                    \"""\(entry.summary).\"""
                    return cast(\(result), \(isAsync ? "await " : "")self.call("\(name)", \(given), timeout=timeout))

            """
    }

    private static func types(_ entry: MethodEntry) -> [String] {
        let params = types(TypeName.params(of: entry), entry.params, isGiven: true)
        return (entry.params.isEmpty ? [] : params) + types(TypeName.result(of: entry), entry.result, isGiven: false)
    }

    /// A type for these members, behind those that it needs.
    private static func types(_ name: String, _ fields: [Field], isGiven: Bool) -> [String] {
        var needed: [String] = []
        let members = fields.map { field in
            let type = type(field.kind, name + TypeName.type(field.name), isGiven: isGiven, needed: &needed)
            return (field, field.isRequired ? type : "NotRequired[\(type)]")
        }
        return needed + [
            isGiven || !fields.contains { isKeyword($0.name) } ? asClass(name, members) : asCall(name, members)
        ]
    }

    private static func asClass(_ name: String, _ members: [(Field, String)]) -> String {
        "class \(name)(TypedDict):\n"
            + members.map { field, type in
                "    #: \(field.text)\n    \(field.name)\(isKeyword(field.name) ? "_" : ""): \(type)\n"
            }.joined()
    }

    /// For what results have under a name that is one of Python's own words.
    private static func asCall(_ name: String, _ members: [(Field, String)]) -> String {
        "\(name) = TypedDict(\n    \"\(name)\",\n    {\n"
            + members.map { field, type in
                "        #: \(field.text)\n        \"\(field.name)\": \"\(type)\",\n"
            }.joined() + "    },\n)\n"
    }

    private static func type(_ kind: FieldKind, _ name: String, isGiven: Bool, needed: inout [String]) -> String {
        switch kind {
        case .text, .handle, .name: return "str"
        case .token: return isGiven ? "str | Secret" : "Secret"
        case .word(let words): return "Literal[\(words.map { "'\($0)'" }.joined(separator: ", "))]"
        case .integer, .time: return "int"
        case .bool: return "bool"
        case .list(let element, _): return "list[\(type(element, name, isGiven: isGiven, needed: &needed))]"
        case .strings: return "dict[str, str]"
        case .anyObject: return "dict[str, Any]"
        case .object(let fields):
            if fields.isEmpty { return "dict[str, Any]" }
            // Only what is given at the top is given as arguments: below, the protocol's own names are needed.
            needed += types(name, fields, isGiven: isGiven && !fields.contains { isKeyword($0.name) })
            return name
        }
    }

    private static func isKeyword(_ name: String) -> Bool {
        [
            "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
            "except",
            "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass",
            "raise", "return", "try", "while", "with", "yield",
        ].contains(name)
    }
}
