import VaultCore
import VaultWire

/// How a method's types are called in clients, in every language: `token.get` has `TokenGetParams` and `TokenGetResult`.
enum TypeName {
    static func params(of entry: MethodEntry) -> String { type(entry.method.rawValue) + "Params" }

    static func result(of entry: MethodEntry) -> String { type(entry.method.rawValue) + "Result" }

    static func type(_ name: String) -> String {
        name.split { $0 == "." || $0 == "_" }.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}

extension MethodEntry {
    /// The members of the result that are tokens.
    var secrets: [String] { result.filter { $0.kind.isToken }.map(\.name) }
}

extension FieldKind {
    var isToken: Bool { if case .token = self { true } else { false } }

    /// Whether there is a token inside of it, where clients do not look for one.
    var hidesToken: Bool {
        switch self {
        case .list(let element, _): element.isToken || element.hidesToken
        case .object(let fields): fields.contains { $0.kind.isToken || $0.kind.hidesToken }
        case .text, .handle, .token, .name, .word, .integer, .time, .bool, .strings, .anyObject: false
        }
    }
}
