/// 256 bits of BLAKE2b: what stands for a text, or what the chain of the audit log has come to. The latter is secret until its span
/// is sealed, so that none can be printed.
package struct AuditHash: BitwiseCopyable, Equatable, Sendable {
    package static let byteCount = 32
    package static let zero = AuditHash(head: 0, tail: 0)

    /// The first 16 bytes: of a link of the chain, all that is shown.
    package let head: UInt128
    package let tail: UInt128

    package init(head: UInt128, tail: UInt128) {
        self.head = head
        self.tail = tail
    }

    /// - Returns: nil for another number of bytes.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self = bytes.withUnsafeBytes { $0.loadUnaligned(as: AuditHash.self) }
    }

    package var bytes: [UInt8] { withUnsafeBytes(of: self) { Array($0) } }
}

extension AuditHash: CustomReflectable, CustomStringConvertible {
    package var customMirror: Mirror { Mirror(self, children: []) }
    package var description: String { "AuditHash" }
}
