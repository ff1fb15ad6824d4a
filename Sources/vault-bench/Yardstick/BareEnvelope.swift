import CSodium

/// The daemon's envelope – version, commitment, nonce, ciphertext, tag – made by libsodium's calls alone, in memory that is
/// there already.
final class BareEnvelope {
    static let overhead = 1 + 32 + 24 + 16
    private static let personal = Array("vaultd envelope1".utf8)
    private let associated: UnsafeMutableRawBufferPointer

    init(associatedBytes: Int) {
        associated = .allocate(byteCount: associatedBytes, alignment: 8)
        associated.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit { associated.deallocate() }

    /// Message key and commitment, 64 bytes.
    static func derive(
        _ key: UnsafePointer<UInt8>, nonce: UnsafePointer<UInt8>, into derived: UnsafeMutablePointer<UInt8>
    ) {
        crypto_generichash_blake2b_salt_personal(derived, 64, nonce, 24, key, 32, nil, personal)
    }

    /// - Parameter sealed: holds the nonce already.
    func encrypt(
        _ plaintext: UnsafePointer<UInt8>, _ count: Int, _ derived: UnsafePointer<UInt8>,
        into sealed: UnsafeMutablePointer<UInt8>
    ) {
        (sealed + 1).update(from: derived + 32, count: 32)
        crypto_aead_xchacha20poly1305_ietf_encrypt(
            sealed + 57, nil, plaintext, UInt64(count), bytes, UInt64(associated.count), nil, sealed + 33, derived)
    }

    /// - Returns: whether it opens.
    func decrypt(
        _ sealed: UnsafePointer<UInt8>, _ count: Int, _ derived: UnsafePointer<UInt8>,
        into plaintext: UnsafeMutablePointer<UInt8>
    ) -> Bool {
        let isCommitted = sodium_memcmp(sealed + 1, derived + 32, 32) == 0
        let isOpen =
            crypto_aead_xchacha20poly1305_ietf_decrypt(
                plaintext, nil, nil, sealed + 57, UInt64(count + 16), bytes, UInt64(associated.count), sealed + 33,
                derived) == 0
        return isCommitted && isOpen
    }

    private var bytes: UnsafePointer<UInt8>? {
        UnsafePointer(associated.assumingMemoryBound(to: UInt8.self).baseAddress)
    }
}
