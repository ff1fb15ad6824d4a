/// How a token or handle appears in the audit log; it leads back to none.
package struct TokenMark: Hashable, Sendable {
    package let bits: UInt128

    package init(bits: UInt128) { self.bits = bits }

    /// 32 hexadecimal digits.
    package var text: String { Hexadecimal.text(of: bits) }
}
