import Testing

@testable import VaultCrypto

@Suite struct `The key commitment` {
    private static let keys: ([UInt8], [UInt8]) = (Array(0..<32), Array(100..<132))
    private static let nonce: [UInt8] = Array(0x40..<0x58)
    private static let associated = Array("associated data of some length".utf8)

    @Test func `refuses a ciphertext that the cipher alone accepts under two keys`() throws {
        let derived = (derive(Self.keys.0), derive(Self.keys.1))
        let crafted = try #require(
            TwoKeyCiphertext(
                keys: (Array(derived.0[..<32]), Array(derived.1[..<32])), nonce: Self.nonce,
                associated: Self.associated))
        #expect(cipherAccepts(crafted.bytes, derived.0) && cipherAccepts(crafted.bytes, derived.1))

        func envelope(committedTo derived: [UInt8]) -> [UInt8] { [1] + derived[32...] + Self.nonce + crafted.bytes }
        #expect(open(envelope(committedTo: derived.0), Self.keys.0) == .opened)
        #expect(open(envelope(committedTo: derived.0), Self.keys.1) == .wrongKey)
        #expect(open(envelope(committedTo: derived.1), Self.keys.0) == .wrongKey)
        #expect(open(envelope(committedTo: derived.1), Self.keys.1) == .opened)
    }

    @Test func `test's field arithmetic is right`() {
        let number = Field1305(Array(1...16))
        #expect(number * number.inverse == Field1305(1))
        #expect(number - number == Field1305())
        // 2^130 − 5 is zero, so 2^129 + 2^129 is five.
        let half = Field1305([UInt8](repeating: 0, count: 16) + [2])
        #expect(half + half == Field1305(5))
    }

    private func derive(_ key: [UInt8]) -> [UInt8] {
        var derived = [UInt8](repeating: 0, count: Envelope.derivedBytes)
        let done = Self.nonce.withUnsafeBytes { nonce in
            key.withUnsafeBytes { key in
                derived.withUnsafeMutableBufferPointer {
                    Blake2b.hash(nonce, key: key, personalisation: Envelope.personalisation, into: $0)
                }
            }
        }
        return done ? derived : []
    }

    private func cipherAccepts(_ ciphertext: [UInt8], _ key: [UInt8]) -> Bool {
        var output = [UInt8](repeating: 0, count: ciphertext.count)
        return ciphertext.withUnsafeBytes { ciphertext in
            Self.associated.withUnsafeBytes { associated in
                XChaCha20Poly1305.decrypt(
                    ciphertext, associated: associated, nonce: Self.nonce, key: key, into: &output)
            }
        }
    }

    private func open(_ sealed: [UInt8], _ key: [UInt8]) -> Envelope.Opening {
        var derived = [UInt8](repeating: 0, count: Envelope.derivedBytes)
        var output = [UInt8](repeating: 0, count: sealed.count)
        return Self.associated.withUnsafeBytes { associated in
            Envelope.open(sealed, key: key, associated: associated, derived: &derived, into: &output)
        }
    }
}
