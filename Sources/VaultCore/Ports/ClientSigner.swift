/// Signs the assertions by which a client proves who it is (RFC 7523 §2.2), and the proofs that it has a key (RFC 9449);
/// keeps no key.
package protocol ClientSigner: Sendable {
    /// HS256 (RFC 7518 §3.2).
    func sign(_ message: [UInt8], withSecret secret: Secret) throws(ClientKeyProblem) -> [UInt8]

    /// EdDSA with Ed25519 (RFC 8037 §3.1).
    ///
    /// - Parameter key: PKCS#8 in PEM (RFC 8410 §7), as `openssl genpkey -algorithm ed25519` writes it.
    func sign(_ message: [UInt8], withPrivateKey key: Secret) throws(ClientKeyProblem) -> [UInt8]

    /// The same with a key of a lineage.
    func sign(_ message: [UInt8], with key: ProofKey) throws(ClientKeyProblem) -> [UInt8]

    /// 32 bytes (RFC 8032 §5.1.5).
    func publicKey(of key: ProofKey) throws(ClientKeyProblem) -> [UInt8]

    /// SHA-256.
    func digest(of secret: Secret) -> [UInt8]
}

extension ClientSigner {
    /// Nil for a secret or key that this way of authenticating can be done with.
    package func problem(of secret: Secret, for authentication: ClientAuthentication) -> ClientKeyProblem? {
        do throws(ClientKeyProblem) {
            switch authentication {
            case .clientSecretJWT: _ = try sign([], withSecret: secret)
            case .privateKeyJWT: _ = try sign([], withPrivateKey: secret)
            case .clientSecretBasic, .clientSecretPost, .none: break
            }
            return nil
        } catch {
            return error
        }
    }
}
