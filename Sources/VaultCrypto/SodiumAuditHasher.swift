import CSodium
package import VaultCore

/// Keeps the `AuditHasher` port with libsodium.
package struct SodiumAuditHasher: AuditHasher {
    package init() { precondition(Sodium.isReady, "libsodium does not start") }

    package func hash(_ bytes: UnsafeRawBufferPointer) -> AuditHash {
        var hash = AuditHash.zero
        withUnsafeMutableBytes(of: &hash) { output in
            guard let output = output.assumingMemoryBound(to: UInt8.self).baseAddress else { return }
            _ = crypto_generichash(
                output, AuditHash.byteCount, bytes.assumingMemoryBound(to: UInt8.self).baseAddress,
                UInt64(bytes.count), nil, 0)
        }
        return hash
    }

    package func isSignature(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) -> Bool {
        Ed25519PublicKey(publicKey)?.isSignature(signature, of: message) ?? false
    }
}
