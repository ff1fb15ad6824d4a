import CSodium
import VaultCore

/// The `MemoryCipher` of the running process: ChaCha20 (D. J. Bernstein's, with a nonce of 64 bits) under a random key in
/// guarded memory.
///
/// No authentication: who can write to the process's memory needs no token.
package final class ProcessCipher: MemoryCipher, MemoryHash {
    private let key: GuardedKey
    /// For `hash`, apart from the key stream; the first 16 bytes.
    private let hashKey: GuardedKey

    package convenience init() throws(SodiumFailure) { try self.init(GuardedKey()) }

    init(_ key: consuming GuardedKey) throws(SodiumFailure) {
        let derived = try GuardedMemory(count: GuardedKey.byteCount)
        let isDone = key.withPointer { key in
            derived.withPointer { output in
                Blake2b.hash(
                    UnsafeRawBufferPointer(start: nil, count: 0),
                    key: UnsafeRawBufferPointer(start: key, count: GuardedKey.byteCount),
                    personalisation: Self.personalisation,
                    into: UnsafeMutableBufferPointer(start: output, count: GuardedKey.byteCount))
            }
        }
        // 32 bytes of digest and of key are within what BLAKE2b takes.
        precondition(isDone, "BLAKE2b refused its lengths")
        hashKey = GuardedKey(freezing: derived)
        self.key = key
    }

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

    /// SipHash-2-4 with 128 bits (Aumasson, Bernstein): a pseudo-random function under a key that nobody else has, a sixth of the
    /// time of a keyed BLAKE2b on a handle.
    package func hash(_ bytes: UnsafeRawBufferPointer) -> UInt128 {
        var hash: UInt128 = 0
        withUnsafeMutableBytes(of: &hash) { output in
            guard let output = output.assumingMemoryBound(to: UInt8.self).baseAddress else { return }
            hashKey.withPointer { key in
                _ = crypto_shorthash_siphashx24(
                    output, bytes.assumingMemoryBound(to: UInt8.self).baseAddress, UInt64(bytes.count), key)
            }
        }
        return hash
    }
}

extension ProcessCipher: CustomReflectable {
    package var customMirror: Mirror { Mirror(self, children: []) }
}
