import VaultCore

/// One member of a method's parameters or result.
package struct Field: Sendable {
    package let name: String
    package let kind: FieldKind
    package let isRequired: Bool
    package let text: String

    init(_ name: String, _ kind: FieldKind, required: Bool = false, _ text: String) {
        self.name = name
        self.kind = kind
        self.isRequired = required
        self.text = text
    }
}

/// What a member's value is, as JSON Schema can say it.
package indirect enum FieldKind: Sendable {
    case text(maximumBytes: Int)
    /// `vgr_…`
    case handle
    /// A secret.
    case token
    case name
    case word([String])
    case integer(ClosedRange<Int64>)
    /// Seconds since 1970.
    case time
    case bool
    case list(of: FieldKind, upTo: Int?)
    /// An object of strings, whatever their names.
    case strings
    /// An object with whatever members.
    case anyObject
    case object([Field])
}
