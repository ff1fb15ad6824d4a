import Testing

@testable import VaultCrypto

@Suite struct `Primitives give what is published` {
    /// draft-irtf-cfrg-xchacha-03, A.3.1.
    private static let plaintext = Array(
        "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."
            .utf8)
    private static let associated = bytes(hex: "50515253c0c1c2c3c4c5c6c7")
    private static let key: [UInt8] = Array(0x80..<0xA0)
    private static let nonce: [UInt8] = Array(0x40..<0x58)
    private static let ciphertext = bytes(
        hex: "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39"
            + "ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
            + "21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49")

    @Test func `XChaCha20-Poly1305 encrypts the draft's vector`() throws {
        var output = [UInt8](repeating: 0, count: Self.plaintext.count + 16)
        Self.plaintext.withUnsafeBytes { plaintext in
            Self.associated.withUnsafeBytes { associated in
                output.withUnsafeMutableBufferPointer { output in
                    guard let start = output.baseAddress else { return }
                    XChaCha20Poly1305.encrypt(
                        plaintext, associated: associated, nonce: Self.nonce, key: Self.key, into: start)
                }
            }
        }
        #expect(output == Self.ciphertext)
    }

    @Test func `XChaCha20-Poly1305 decrypts the draft's vector and refuses it with other associated data`() {
        #expect(decrypted(associated: Self.associated) == Self.plaintext)
        #expect(decrypted(associated: Self.associated + [0]) == nil)
    }

    private func decrypted(associated: [UInt8]) -> [UInt8]? {
        var output = [UInt8](repeating: 0, count: Self.plaintext.count)
        let opened = Self.ciphertext.withUnsafeBytes { ciphertext in
            associated.withUnsafeBytes { associated in
                output.withUnsafeMutableBufferPointer { output in
                    guard let start = output.baseAddress else { return false }
                    return XChaCha20Poly1305.decrypt(
                        ciphertext, associated: associated, nonce: Self.nonce, key: Self.key, into: start)
                }
            }
        }
        return opened ? output : nil
    }

    /// RFC 7693 Appendix A, and the keyed vectors of the reference implementation (blake2b-kat.txt, 0, 1 and 255 bytes).
    @Test(
        arguments: [
            (
                Array("abc".utf8), [],
                "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc95"
                    + "18d38aa8dbf1925ab92386edd4009923"
            ),
            (
                [], Array(0..<64),
                "10ebb67700b1868efb4417987acf4690ae9d972fb7a590c2f02871799aaa4786b5e996e8f0f4eb981fc214b005f42d2f"
                    + "f4233499391653df7aefcbc13fc51568"
            ),
            (
                [0], Array(0..<64),
                "961f6dd1e4dd30f63901690c512e78e4b45e4742ed197c3c5e45c549fd25f2e4187b0bc9fe30492b16b0d0bc4ef9b0f3"
                    + "4c7003fac09a5ef1532e69430234cebd"
            ),
            (
                Array(0..<255), Array(0..<64),
                "142709d62e28fcccd0af97fad0f8465b971e82201dc51070faa0372aa43e92484be1c1e73ba10906d5d1853db6a4106e"
                    + "0a7bf9800d373d6dee2d46d62ef2a461"
            ),
        ] as [([UInt8], [UInt8], String)])
    func `BLAKE2b gives the published digests`(message: [UInt8], key: [UInt8], digest: String) {
        #expect(hash(message, key: key, personalisation: nil, length: 64) == bytes(hex: digest))
    }

    /// Made with Python's hashlib, an implementation of its own.
    @Test func `BLAKE2b keeps uses apart by personalisation`() {
        let digest = hash(
            Array("vault".utf8), key: Array(0..<32), personalisation: Envelope.personalisation, length: 32)
        #expect(digest == bytes(hex: "e6559f294448b4fc0af0234cf04e97b83f71a95560f1aa9e51d4459c5eb99a79"))
        #expect(digest != hash(Array("vault".utf8), key: Array(0..<32), personalisation: nil, length: 32))
    }

    private func hash(
        _ message: [UInt8], key: [UInt8], personalisation: Blake2b.Personalisation?, length: Int
    ) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: length) { output, count in
            let done = message.withUnsafeBytes { message in
                key.withUnsafeBytes { key in
                    Blake2b.hash(
                        message, key: key, personalisation: personalisation,
                        into: UnsafeMutableBufferPointer(rebasing: output[..<length]))
                }
            }
            count = done ? length : 0
        }
    }
}
