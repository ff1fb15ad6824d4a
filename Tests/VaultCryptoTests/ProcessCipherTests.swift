import Testing

@testable import VaultCrypto

@Suite struct ProcessCipherTests {
    private func toggled(_ bytes: [UInt8], _ cipher: ProcessCipher, number: UInt64) -> [UInt8] {
        var bytes = bytes
        bytes.withUnsafeMutableBytes { cipher.toggle($0, number: number) }
        return bytes
    }

    private func zeroKeyed() throws -> ProcessCipher {
        let memory = try GuardedMemory(count: GuardedKey.byteCount)
        memory.withPointer { $0.update(repeating: 0, count: GuardedKey.byteCount) }
        return try ProcessCipher(GuardedKey(freezing: memory))
    }

    /// D. J. Bernstein's cipher; the streams of the key zero with the nonces 0 and 1 from draft-strombergson-chacha-test-vectors-01,
    /// TC1 and, for the nonce, RFC 7539's predecessor draft-agl-tls-chacha20poly1305-04 §7.
    @Test(arguments: [
        (UInt64(0), "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7"),
        (UInt64(1) << 56, "de9cba7bf3d69ef5e786dc63973f653a0b49e015adbff7134fcb7df137821031"),
    ])
    func `what it hides with is the published stream`(number: UInt64, stream: String) throws {
        #expect(toggled(Array(repeating: 0, count: 32), try zeroKeyed(), number: number) == bytes(hex: stream))
    }

    @Test(arguments: [0, 1, 63, 64, 65, 930, 16_384]) func `toggling twice gives the text back`(count: Int) throws {
        let cipher = try ProcessCipher()
        let text = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let hidden = toggled(text, cipher, number: 7)
        #expect(count < 16 || hidden != text)
        #expect(toggled(hidden, cipher, number: 7) == text)
    }

    @Test func `another number or another process hides in another way`() throws {
        let text = Array(repeating: UInt8(ascii: "a"), count: 64)
        let cipher = try ProcessCipher()
        #expect(toggled(text, cipher, number: 1) != toggled(text, cipher, number: 2))
        #expect(toggled(text, cipher, number: 1) != toggled(text, try ProcessCipher(), number: 1))
    }
}
