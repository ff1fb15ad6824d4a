package import VaultCore

/// Keeps the `ClientSigner` port with libsodium; a private key is in guarded memory only while it signs.
package struct SodiumClientSigner: ClientSigner {
    package init() {}

    package func sign(_ message: [UInt8], withSecret secret: Secret) throws(ClientKeyProblem) -> [UInt8] {
        guard secret.count >= ClientKeyProblem.leastSecretBytes else { throw .secretTooShort }
        return secret.withBytes { HMACSHA256.tag(of: message, key: $0) }
    }

    package func sign(_ message: [UInt8], withPrivateKey key: Secret) throws(ClientKeyProblem) -> [UInt8] {
        try Ed25519PrivateKey(pem: key).signature(of: message)
    }

    package func sign(_ message: [UInt8], with key: ProofKey) throws(ClientKeyProblem) -> [UInt8] {
        try Ed25519PrivateKey(key).signature(of: message)
    }

    package func publicKey(of key: ProofKey) throws(ClientKeyProblem) -> [UInt8] {
        try Ed25519PrivateKey(key).publicKey
    }

    package func digest(of secret: Secret) -> [UInt8] { secret.withBytes(SHA256Hasher.digest) }
}
