import CSodium
import VaultCore

/// The `MemoryCipher` of the running process: ChaCha20 (D. J. Bernstein's, with a nonce of 64 bits) under a random key in
/// guarded memory.
///
/// No authentication: who can write to the process's memory needs no token.
package final class ProcessCipher: MemoryCipher, MemoryHash {
    private let key: GuardedKey

    package init() throws(SodiumFailure) { key = try GuardedKey() }

    init(_ key: consuming GuardedKey) { self.key = key }

    package func toggle(_ bytes: UnsafeMutableRawBufferPointer, number: UInt64) {
        guard let text = bytes.assumingMemoryBound(to: UInt8.self).baseAddress else { return }
        var nonce = number.littleEndian
        withUnsafeBytes(of: &nonce) { nonce in
            guard let nonce = nonce.assumingMemoryBound(to: UInt8.self).baseAddress else { return }
            key.withPointer { key in
                _ = crypto_stream_chacha20_xor(text, text, UInt64(bytes.count), nonce, key)
            }
        }
    }
}

extension ProcessCipher {
    private static let personalisation = Blake2b.Personalisation("vaultd memhash 1")

    /// BLAKE2b, keyed; kept apart from the key stream by its personalisation.
    package func hash(_ bytes: UnsafeRawBufferPointer) -> UInt128 {
        var hash: UInt128 = 0
        let isDone = withUnsafeMutableBytes(of: &hash) { output in
            key.withPointer { key in
                Blake2b.hash(
                    bytes, key: UnsafeRawBufferPointer(start: key, count: GuardedKey.byteCount),
                    personalisation: Self.personalisation, into: output.assumingMemoryBound(to: UInt8.self))
            }
        }
        // 16 bytes of digest and 32 of key are within what BLAKE2b takes.
        precondition(isDone, "BLAKE2b refused its lengths")
        return hash
    }
}

extension ProcessCipher: CustomReflectable {
    package var customMirror: Mirror { Mirror(self, children: []) }
}
