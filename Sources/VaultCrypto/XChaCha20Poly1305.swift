import CSodium

/// XChaCha20-Poly1305-IETF (draft-irtf-cfrg-xchacha) over raw memory: the tag stands behind the ciphertext.
enum XChaCha20Poly1305 {
    static let keyBytes = 32
    static let nonceBytes = 24
    static let tagBytes = 16

    /// - Parameter output: room for the plaintext's length and the tag.
    static func encrypt(
        _ plaintext: UnsafeRawBufferPointer, associated: UnsafeRawBufferPointer, nonce: UnsafePointer<UInt8>,
        key: UnsafePointer<UInt8>, into output: UnsafeMutablePointer<UInt8>
    ) {
        // Cannot fail for messages below 256 GB.
        crypto_aead_xchacha20poly1305_ietf_encrypt(
            output, nil, plaintext.assumingMemoryBound(to: UInt8.self).baseAddress, UInt64(plaintext.count),
            associated.assumingMemoryBound(to: UInt8.self).baseAddress, UInt64(associated.count), nil, nonce, key)
    }

    /// - Parameter output: room for the ciphertext's length without the tag; untouched or zeroed when false is returned.
    static func decrypt(
        _ ciphertext: UnsafeRawBufferPointer, associated: UnsafeRawBufferPointer, nonce: UnsafePointer<UInt8>,
        key: UnsafePointer<UInt8>, into output: UnsafeMutablePointer<UInt8>
    ) -> Bool {
        guard let start = ciphertext.assumingMemoryBound(to: UInt8.self).baseAddress else { return false }
        return crypto_aead_xchacha20poly1305_ietf_decrypt(
            output, nil, nil, start, UInt64(ciphertext.count),
            associated.assumingMemoryBound(to: UInt8.self).baseAddress, UInt64(associated.count), nonce, key) == 0
    }
}
