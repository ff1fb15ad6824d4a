/// What anyone can compute who verifies the audit log; keeps no secret.
package protocol AuditHasher: Sendable {
    /// BLAKE2b with 256 bits, without a key (RFC 7693). 128 bytes are one block of it, which costs 0.15 to 0.2 µs.
    func hash(_ bytes: UnsafeRawBufferPointer) -> AuditHash

    /// Ed25519 (RFC 8032).
    ///
    /// - Parameter publicKey: 32 bytes; a key of another length has signed nothing.
    func isSignature(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) -> Bool
}
