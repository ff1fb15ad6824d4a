/// What anyone can compute who verifies the audit log; keeps no secret.
package protocol AuditHasher: Sendable {
    /// A keyed hash of 128 bits, cheap enough for each record: SipHash-2-4 (Aumasson, Bernstein). Whoever has the key can make two
    /// texts with one tag; while it is secret nobody can make the tag of any.
    func tag(of bytes: UnsafeRawBufferPointer, under key: SpanKey) -> AuditTag

    /// BLAKE2b with 256 bits (RFC 7693), of what comes bit by bit.
    func startDigest() -> any AuditDigest

    /// Ed25519 (RFC 8032).
    ///
    /// - Parameter publicKey: 32 bytes; a key of another length has signed nothing.
    func isSignature(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) -> Bool
}

/// A digest in the making.
package protocol AuditDigest: AnyObject {
    func add(_ bytes: UnsafeRawBufferPointer)

    /// 32 bytes; nothing is added after.
    func finish() -> [UInt8]
}
