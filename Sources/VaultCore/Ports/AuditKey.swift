/// The secret behind the audit log: seals it, and recognises in it a token that is shown again.
package protocol AuditKey: Sendable {
    /// Ed25519, 32 bytes (RFC 8032 §5.1.5): all that a verifier needs beside the files.
    var publicKey: [UInt8] { get }

    /// The same as openssl reads it (SubjectPublicKeyInfo, RFC 8410 §4).
    var publicKeyPEM: String { get }

    /// A number that nobody has seen before.
    func freshNumber() -> AuditNumber

    /// - Parameters:
    ///   - log: which log it is.
    ///   - nonce: told at the start of the span, never used twice.
    /// - Returns: what the chain of the span begins with.
    func spanKey(log: AuditNumber, nonce: AuditNumber) -> AuditHash

    /// Ed25519, 64 bytes.
    func sign(_ message: [UInt8]) -> [UInt8]

    /// How a secret appears in the log: a keyed hash of 128 bits.
    func mark(of secret: UnsafeRawBufferPointer) -> TokenMark
}
