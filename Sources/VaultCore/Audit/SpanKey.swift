/// The key under which the records of one span are tied together: secret until the span is sealed, told by its seal.
package struct SpanKey: Sendable {
    package static let byteCount = 16

    package let bits: UInt128

    package init(bits: UInt128) { self.bits = bits }
}

extension SpanKey: CustomReflectable, CustomStringConvertible {
    package var customMirror: Mirror { Mirror(self, children: []) }
    package var description: String { "SpanKey" }
}
