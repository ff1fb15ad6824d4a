import CSodium
import Testing

@testable import VaultCrypto

/// XChaCha20-Poly1305 put together from its parts as the draft describes it, and compared with what the wrapper gives.
@Suite struct `XChaCha20-Poly1305 is what its parts make` {
    init() { #expect(sodium_init() >= 0) }

    /// draft-irtf-cfrg-xchacha-03, 2.2.1.
    @Test func `HChaCha20 gives the draft's subkey`() {
        let key: [UInt8] = Array(0..<32)
        let nonce = bytes(hex: "000000090000004a0000000031415927")
        #expect(
            Self.subkey(key, nonce)
                == bytes(hex: "82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc"))
    }

    /// The draft's A.3.1 from the parts too: the composition below is the draft's, not a mirror of the wrapper.
    @Test func `the parts give the draft's tag`() {
        let plaintext = Array(
            "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."
                .utf8)
        let composed = Self.composed(
            plaintext, associated: bytes(hex: "50515253c0c1c2c3c4c5c6c7"), nonce: Array(0x40..<0x58),
            key: Array(0x80..<0xA0))
        #expect(Array(composed.suffix(16)) == bytes(hex: "c0875924c1c7987947deafd8780acf49"))
    }

    /// Lengths around the block sizes of ChaCha20 (64) and Poly1305 (16), of text and of associated data.
    @Test(arguments: [0, 1, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 1_000, 4_096])
    func `texts of every shape come out the same both ways`(length: Int) {
        for associatedLength in [0, 1, 15, 16, 17, 64, 155] {
            let plaintext = Self.pattern(length, seed: 3)
            let associated = Self.pattern(associatedLength, seed: 5)
            let nonce = Self.pattern(24, seed: UInt8(truncatingIfNeeded: length))
            let key = Self.pattern(32, seed: UInt8(associatedLength))
            let composed = Self.composed(plaintext, associated: associated, nonce: nonce, key: key)
            #expect(Self.wrapped(plaintext, associated: associated, nonce: nonce, key: key) == composed)
            #expect(Self.opened(composed, associated: associated, nonce: nonce, key: key) == plaintext)
        }
    }

    @Test func `every bit of nonce, key, text, tag and associated data counts`() {
        let (nonce, key) = (Self.pattern(24, seed: 1), Self.pattern(32, seed: 2))
        let (plaintext, associated) = (Self.pattern(20, seed: 3), Self.pattern(12, seed: 4))
        let sealed = Self.wrapped(plaintext, associated: associated, nonce: nonce, key: key)
        for bit in 0..<sealed.count * 8 {
            #expect(Self.opened(Self.flip(bit, of: sealed), associated: associated, nonce: nonce, key: key) == nil)
        }
        for bit in 0..<nonce.count * 8 {
            #expect(Self.opened(sealed, associated: associated, nonce: Self.flip(bit, of: nonce), key: key) == nil)
        }
        for bit in 0..<key.count * 8 {
            #expect(Self.opened(sealed, associated: associated, nonce: nonce, key: Self.flip(bit, of: key)) == nil)
        }
        for bit in 0..<associated.count * 8 {
            #expect(Self.opened(sealed, associated: Self.flip(bit, of: associated), nonce: nonce, key: key) == nil)
        }
    }

    // MARK: the composition (draft section 2.3, RFC 8439 section 2.8)

    private static func composed(
        _ plaintext: [UInt8], associated: [UInt8], nonce: [UInt8], key: [UInt8]
    ) -> [UInt8] {
        let subkey = subkey(key, Array(nonce[..<16]))
        let shortNonce = [0, 0, 0, 0] + nonce[16...]
        var oneTimeKey = [UInt8](repeating: 0, count: 32)
        crypto_stream_chacha20_ietf(&oneTimeKey, 32, shortNonce, subkey)
        var ciphertext = [UInt8](repeating: 0, count: plaintext.count)
        crypto_stream_chacha20_ietf_xor_ic(
            &ciphertext, plaintext, UInt64(plaintext.count), shortNonce, 1, subkey)
        var tag = [UInt8](repeating: 0, count: 16)
        let tagged =
            padded(associated) + padded(ciphertext) + length(associated.count) + length(ciphertext.count)
        crypto_onetimeauth_poly1305(&tag, tagged, UInt64(tagged.count), oneTimeKey)
        return ciphertext + tag
    }

    private static func subkey(_ key: [UInt8], _ nonce: [UInt8]) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: 32)
        crypto_core_hchacha20(&output, nonce, key, nil)
        return output
    }

    private static func padded(_ bytes: [UInt8]) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: (16 - bytes.count % 16) % 16)
    }

    private static func length(_ count: Int) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
    }

    // MARK: the wrapper

    private static func wrapped(
        _ plaintext: [UInt8], associated: [UInt8], nonce: [UInt8], key: [UInt8]
    ) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: plaintext.count + 16)
        plaintext.withUnsafeBytes { plaintext in
            associated.withUnsafeBytes { associated in
                output.withUnsafeMutableBufferPointer { output in
                    guard let start = output.baseAddress else { return }
                    XChaCha20Poly1305.encrypt(plaintext, associated: associated, nonce: nonce, key: key, into: start)
                }
            }
        }
        return output
    }

    private static func opened(
        _ sealed: [UInt8], associated: [UInt8], nonce: [UInt8], key: [UInt8]
    ) -> [UInt8]? {
        // One byte more, so that there is memory also for an empty text.
        var output = [UInt8](repeating: 0, count: sealed.count - 15)
        let done = sealed.withUnsafeBytes { sealed in
            associated.withUnsafeBytes { associated in
                output.withUnsafeMutableBufferPointer { output in
                    guard let start = output.baseAddress else { return false }
                    return XChaCha20Poly1305.decrypt(
                        sealed, associated: associated, nonce: nonce, key: key, into: start)
                }
            }
        }
        return done ? Array(output.dropLast()) : nil
    }

    private static func pattern(_ count: Int, seed: UInt8) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) &+ seed &* 13 }
    }

    private static func flip(_ bit: Int, of bytes: [UInt8]) -> [UInt8] {
        var copy = bytes
        copy[bit / 8] ^= 1 << UInt8(bit % 8)
        return copy
    }
}
