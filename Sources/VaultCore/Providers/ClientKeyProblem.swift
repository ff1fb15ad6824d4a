/// Why nothing can be signed with a client secret or a private key; says nothing of its content.
package enum ClientKeyProblem: Error, Hashable, Sendable {
    /// For HS256 (RFC 7518 §3.2).
    case secretTooShort
    case noPrivateKey
    case encrypted
    case notEd25519
    case outOfMemory

    /// Bytes that a secret for HS256 must have.
    package static let leastSecretBytes = 32
}

extension ClientKeyProblem: CustomStringConvertible {
    /// One sentence for the operator: what was tried, what was wrong, what to do.
    package var description: String {
        switch self {
        case .secretTooShort:
            "the client secret is shorter than the \(Self.leastSecretBytes) bytes that \"client_secret_jwt\" needs (RFC 7518 §3.2);"
                + " have a longer one made, or use another client_authentication"
        case .noPrivateKey:
            "the private key is no PEM text with 'BEGIN PRIVATE KEY'; make one with 'openssl genpkey -algorithm ed25519'"
        case .encrypted:
            "the private key is encrypted under a passphrase, which nobody can type here; write it in clear with 'openssl pkey'"
        case .notEd25519:
            "the private key is no Ed25519 key in PKCS#8; make one with 'openssl genpkey -algorithm ed25519'"
        case .outOfMemory: "no guarded memory is left for the private key; free memory"
        }
    }
}
