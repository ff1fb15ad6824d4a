import CSodium
import VaultCore

/// The `MemoryCipher` of the running process: ChaCha20 (D. J. Bernstein's, with a nonce of 64 bits) under a random key in
/// guarded memory.
///
/// No authentication: who can write to the process's memory needs no token.
package final class ProcessCipher: MemoryCipher {
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

extension ProcessCipher: CustomReflectable {
    package var customMirror: Mirror { Mirror(self, children: []) }
}
