import VaultCore

/// A part of a record that many have in common, with its hash before it.
struct ServedPart {
    let hash: AuditHash
    let text: UnsafeRawBufferPointer

    /// - Parameter bytes: as `make` made them; they outlive this.
    @inline(__always)
    init(_ bytes: UnsafeRawBufferPointer) {
        hash = bytes.loadUnaligned(as: AuditHash.self)
        text = UnsafeRawBufferPointer(rebasing: bytes[AuditHash.byteCount...])
    }

    static func make(_ text: [UInt8], _ hasher: any AuditHasher) -> [UInt8] {
        RecordParts.hash(text[...], hasher).bytes + text
    }
}
