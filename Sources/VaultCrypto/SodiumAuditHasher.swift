import CSodium
package import VaultCore

/// Keeps the `AuditHasher` port with libsodium.
package struct SodiumAuditHasher: AuditHasher {
    package init() { precondition(Sodium.isReady, "libsodium does not start") }

    package func tag(of bytes: UnsafeRawBufferPointer, under key: SpanKey) -> AuditTag {
        var tag: UInt128 = 0
        withUnsafeMutableBytes(of: &tag) { output in
            withUnsafeBytes(of: key.bits) { key in
                guard let output = output.assumingMemoryBound(to: UInt8.self).baseAddress,
                    let key = key.assumingMemoryBound(to: UInt8.self).baseAddress
                else { return }
                _ = crypto_shorthash_siphashx24(
                    output, bytes.assumingMemoryBound(to: UInt8.self).baseAddress, UInt64(bytes.count), key)
            }
        }
        return AuditTag(bits: tag)
    }

    package func startDigest() -> any AuditDigest { Blake2bDigest() }

    package func isSignature(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) -> Bool {
        Ed25519PublicKey(publicKey)?.isSignature(signature, of: message) ?? false
    }
}

/// BLAKE2b-256 without a key, part by part.
private final class Blake2bDigest: AuditDigest {
    private static let bytes = 32
    /// As large as `crypto_generichash_statebytes` says, aligned as libsodium wants it.
    private let state: UnsafeMutableRawPointer

    init() {
        state = .allocate(byteCount: crypto_generichash_statebytes(), alignment: 64)
        crypto_generichash_init(OpaquePointer(state), nil, 0, Self.bytes)
    }

    deinit { state.deallocate() }

    func add(_ bytes: UnsafeRawBufferPointer) {
        crypto_generichash_update(
            OpaquePointer(state), bytes.assumingMemoryBound(to: UInt8.self).baseAddress, UInt64(bytes.count))
    }

    func finish() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Self.bytes)
        crypto_generichash_final(OpaquePointer(state), &digest, Self.bytes)
        return digest
    }
}
