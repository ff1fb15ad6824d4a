/// What ties a record to the one before it.
package struct AuditTag: Equatable, Sendable {
    package static let byteCount = 16
    /// Of what stands before the first record of a span.
    package static let none = AuditTag(bits: 0)

    package var bits: UInt128

    package init(bits: UInt128) { self.bits = bits }
}
