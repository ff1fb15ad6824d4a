import CSodium

/// One ciphertext as it is stored: `version (1) ‖ commitment (32) ‖ nonce (24) ‖ ciphertext ‖ tag (16)`. It opens under the
/// one key and with the one associated data that it was sealed with.
///
/// The AEAD alone does not promise the first half: whoever knows two keys can craft a ciphertext that XChaCha20-Poly1305
/// accepts under both (libsodium, "AEAD constructions", "Robustness"; age had to close that attack). So key and nonce go
/// through BLAKE2b first: one half of its output encrypts, the other half, stored in front, commits to the key. Two keys
/// with one commitment would be a collision of a 256-bit hash. The commitment is also the check value that tells a wrong
/// key from a damaged record.
enum Envelope {
    static let version: UInt8 = 1
    static let commitmentBytes = 32
    static let headBytes = 1 + commitmentBytes + XChaCha20Poly1305.nonceBytes
    static let overhead = headBytes + XChaCha20Poly1305.tagBytes
    /// Scratch for the derived key and the commitment; guarded, and wiped by its owner.
    static let derivedBytes = XChaCha20Poly1305.keyBytes + commitmentBytes
    static let personalisation = Blake2b.Personalisation("vaultd envelope1")

    enum Opening {
        case opened
        /// The commitment is another key's.
        case wrongKey
        case damaged
    }

    /// - Parameter output: `plaintext.count + overhead` bytes; the nonce in it is drawn at random.
    static func seal(
        _ plaintext: UnsafeRawBufferPointer, key: UnsafePointer<UInt8>, associated: UnsafeRawBufferPointer,
        derived: UnsafeMutablePointer<UInt8>, into output: UnsafeMutablePointer<UInt8>
    ) -> Bool {
        randombytes_buf(output + 1 + commitmentBytes, XChaCha20Poly1305.nonceBytes)
        return sealWithNonceInPlace(plaintext, key: key, associated: associated, derived: derived, into: output)
    }

    /// The same with the nonce that stands in `output` already: for published vectors.
    static func sealWithNonceInPlace(
        _ plaintext: UnsafeRawBufferPointer, key: UnsafePointer<UInt8>, associated: UnsafeRawBufferPointer,
        derived: UnsafeMutablePointer<UInt8>, into output: UnsafeMutablePointer<UInt8>
    ) -> Bool {
        let nonce = output + 1 + commitmentBytes
        guard derive(key: key, nonce: nonce, into: derived) else { return false }
        output[0] = version
        (output + 1).update(from: derived + XChaCha20Poly1305.keyBytes, count: commitmentBytes)
        XChaCha20Poly1305.encrypt(
            plaintext, associated: associated, nonce: nonce, key: derived, into: output + headBytes)
        return true
    }

    /// - Parameter output: `sealed.count - overhead` bytes.
    static func open(
        _ sealed: UnsafeRawBufferPointer, key: UnsafePointer<UInt8>, associated: UnsafeRawBufferPointer,
        derived: UnsafeMutablePointer<UInt8>, into output: UnsafeMutablePointer<UInt8>
    ) -> Opening {
        guard sealed.count >= overhead, sealed[0] == version,
            let start = sealed.assumingMemoryBound(to: UInt8.self).baseAddress
        else { return .damaged }
        let nonce = start + 1 + commitmentBytes
        guard derive(key: key, nonce: nonce, into: derived) else { return .damaged }
        guard sodium_memcmp(start + 1, derived + XChaCha20Poly1305.keyBytes, commitmentBytes) == 0 else {
            return .wrongKey
        }
        let ciphertext = UnsafeRawBufferPointer(rebasing: sealed[headBytes...])
        let opened = XChaCha20Poly1305.decrypt(
            ciphertext, associated: associated, nonce: nonce, key: derived, into: output)
        return opened ? .opened : .damaged
    }

    /// The same into an array of its own, the only allocation of a sealing.
    static func sealed(
        _ plaintext: UnsafeRawBufferPointer, key: UnsafePointer<UInt8>, associated: UnsafeRawBufferPointer,
        derived: UnsafeMutablePointer<UInt8>
    ) -> [UInt8]? {
        var done = false
        let sealed = [UInt8](unsafeUninitializedCapacity: plaintext.count + overhead) { output, count in
            guard let start = output.baseAddress else { return }
            done = seal(plaintext, key: key, associated: associated, derived: derived, into: start)
            count = done ? plaintext.count + overhead : 0
        }
        return done ? sealed : nil
    }

    static func open(
        _ sealed: [UInt8], key: UnsafePointer<UInt8>, associated: UnsafeRawBufferPointer,
        derived: UnsafeMutablePointer<UInt8>, into output: UnsafeMutablePointer<UInt8>
    ) -> Opening {
        sealed.withUnsafeBytes { open($0, key: key, associated: associated, derived: derived, into: output) }
    }

    /// Key of the message and commitment, from key and nonce.
    private static func derive(
        key: UnsafePointer<UInt8>, nonce: UnsafePointer<UInt8>, into derived: UnsafeMutablePointer<UInt8>
    ) -> Bool {
        Blake2b.hash(
            UnsafeRawBufferPointer(start: nonce, count: XChaCha20Poly1305.nonceBytes),
            key: UnsafeRawBufferPointer(start: key, count: XChaCha20Poly1305.keyBytes),
            personalisation: personalisation,
            into: UnsafeMutableBufferPointer(start: derived, count: derivedBytes))
    }
}
