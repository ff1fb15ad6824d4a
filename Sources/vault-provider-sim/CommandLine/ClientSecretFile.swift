import Glibc
import VaultCrypto
import VaultSocket

/// The client secret's file; the secret is never in the arguments or the environment.
enum ClientSecretFile {
    private static let limit = 4096

    /// The Ed25519 key of a PEM file, as `openssl pkey -pubout` writes it.
    static func publicKey(_ path: String) throws(StartError) -> Ed25519PublicKey {
        guard let key = Ed25519PublicKey(pem: try read(path)) else {
            throw StartError(
                "the public key in '\(path)' must be one of Ed25519 in PEM, as 'openssl pkey -pubout' writes it")
        }
        return key
    }

    /// The file's bytes without one line end.
    static func read(_ path: String) throws(StartError) -> [UInt8] {
        let raw = open(path, O_RDONLY | O_CLOEXEC)
        guard raw >= 0 else { throw .system("read the client secret from '\(path)'") }
        let file = FileDescriptor(owning: raw)
        var secret = [UInt8](repeating: 0, count: limit)
        let count = secret.withUnsafeMutableBytes { Glibc.read(file.raw, $0.baseAddress, $0.count) }
        guard count >= 0 else { throw .system("read the client secret from '\(path)'") }
        secret.removeLast(limit - count)
        if secret.last == 0x0A { secret.removeLast() }
        guard !secret.isEmpty, count < limit else {
            throw StartError("the client secret in '\(path)' must be 1 to \(limit - 1) bytes long")
        }
        return secret
    }

    /// Makes a secret and leaves it readable to this user alone; never overwrites a file.
    static func write(_ path: String) throws(StartError) -> [UInt8] {
        let raw = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o400)
        guard raw >= 0 else {
            throw .system("write a new client secret to '\(path)' (to use one that is there: --client-secret-file)")
        }
        let file = FileDescriptor(owning: raw)
        let secret = Array(TokenText.clientSecret().utf8)
        let count = secret.withUnsafeBytes { Glibc.write(file.raw, $0.baseAddress, $0.count) }
        guard count == secret.count else { throw .system("write the client secret to '\(path)'") }
        return secret
    }
}
