/// The six kinds of JSON value (RFC 8259 §3); true and false are one kind.
package enum JSONKind: UInt8, Sendable {
    case null
    case bool
    case number
    case string
    case array
    case object
}
