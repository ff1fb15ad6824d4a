import VaultCore
import VaultJSON

/// The OpenRPC document that `rpc.discover` answers with, made from the method table once.
package enum OpenRPC {
    static let version = "1.2.6"

    package static let document: [UInt8] = {
        var writer = JSONWriter(capacity: 32 * 1024)
        writer.object(write)
        return writer.bytes
    }()

    private static func write(to writer: inout JSONWriter) {
        writer.member("openrpc", version)
        writer.member(
            "info",
            object: { writer in
                writer.member("title", "vaultd")
                writer.member("version", WireVersion.current)
                writer.member("description", "JSON-RPC 2.0, one call per line, over a Unix stream socket")
            })
        writer.member(
            "methods",
            array: { writer in
                for entry in MethodTable.entries { writer.object { entry.write(to: &$0) } }
            })
    }
}

extension MethodEntry {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("name", method.rawValue)
        writer.member("summary", summary)
        writer.member("paramStructure", "by-name")
        if method.isAdminOnly { writer.member("x-socket", "admin") }
        writer.member("x-repeatable", isRepeatable)
        writer.member(
            "params",
            array: { writer in
                for field in params { writer.object { field.writeDescriptor(to: &$0) } }
            })
        writer.member(
            "result",
            object: { writer in
                writer.member("name", "result")
                writer.member("schema", object: { FieldKind.object(result).write(to: &$0) })
            })
        writer.member(
            "errors",
            array: { writer in
                for error in Self.commonErrors + errors { writer.object { error.write(to: &$0) } }
            })
    }
}

extension ErrorType {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("code", code)
        writer.member("message", meaning)
        writer.member("data", object: { $0.member("type", rawValue) })
    }
}

extension Field {
    /// A content descriptor of OpenRPC.
    fileprivate func writeDescriptor(to writer: inout JSONWriter) {
        writer.member("name", name)
        writer.member("description", text)
        writer.member("required", isRequired)
        writer.member("schema", object: { kind.write(to: &$0) })
    }

    /// A property of a JSON schema.
    fileprivate func writeProperty(to writer: inout JSONWriter) {
        writer.member(
            name,
            object: { writer in
                kind.write(to: &writer)
                writer.member("description", text)
            })
    }
}

extension FieldKind {
    /// The members of a JSON Schema (draft 7, as OpenRPC wants it).
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("type", jsonType)
        switch self {
        case .text(let maximumBytes): writer.member("maxLength", maximumBytes)
        case .handle: writer.member("pattern", "^vgr_[0-9a-z]{20}$")
        case .token:
            writer.member("minLength", 1)
            writer.member("x-secret", true)
        case .name: writer.member("pattern", "^[a-z0-9][a-z0-9_-]{0,63}$")
        case .word(let words): writer.member("enum", words)
        case .integer(let range): Self.write(range, to: &writer)
        case .time: writer.member("minimum", 0)
        case .bool: break
        case .list(let element, let most):
            if let most { writer.member("maxItems", most) }
            writer.member("items", object: { element.write(to: &$0) })
        case .strings: writer.member("additionalProperties", object: { $0.member("type", "string") })
        case .anyObject: writer.member("additionalProperties", true)
        case .object(let fields): Self.write(fields, to: &writer)
        }
    }

    private static func write(_ range: ClosedRange<Int64>, to writer: inout JSONWriter) {
        writer.member("minimum", range.lowerBound)
        if range.upperBound < .max { writer.member("maximum", range.upperBound) }
    }

    private static func write(_ fields: [Field], to writer: inout JSONWriter) {
        let required = fields.filter(\.isRequired).map(\.name)
        if !required.isEmpty { writer.member("required", required) }
        writer.member(
            "properties",
            object: { writer in
                for field in fields { field.writeProperty(to: &writer) }
            })
    }

    package var jsonType: String {
        switch self {
        case .text, .handle, .token, .name, .word: "string"
        case .integer, .time: "integer"
        case .bool: "boolean"
        case .list: "array"
        case .strings, .anyObject, .object: "object"
        }
    }
}
