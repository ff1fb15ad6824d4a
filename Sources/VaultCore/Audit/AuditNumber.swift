/// 128 random bits that name a log or a span.
package struct AuditNumber: Equatable, Sendable {
    package let bits: UInt128

    package init(bits: UInt128) { self.bits = bits }
}
