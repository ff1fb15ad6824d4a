import Testing

@testable import VaultCrypto

@Suite struct `An envelope` {
    private static let key: [UInt8] = Array(0..<32)
    private static let plaintext = Array("a refresh token".utf8)

    /// Made by a script of its own from the description in `Envelope`: HChaCha20, ChaCha20 and Poly1305 written out in
    /// Python, BLAKE2b from hashlib. It pins the stored format.
    @Test func `has the format that is written down`() {
        let golden = bytes(
            hex: "01e8f57ec43e7d0b457e8649f205e009c5e4bda3a3c91d6e99c25d1348dc6f3614404142434445464748494a4b4c4d4e4f"
                + "5051525354555657dd45d04e01a66e035129dfd060d8404c7379a67be6f608810e7856ef4824b9")
        var output = [UInt8](repeating: 0, count: Self.plaintext.count + Envelope.overhead)
        output.replaceSubrange(33..<57, with: Array(0x40..<0x58))
        var derived = [UInt8](repeating: 0, count: Envelope.derivedBytes)
        let done = Self.plaintext.withUnsafeBytes { plaintext in
            Array("associated".utf8).withUnsafeBytes { associated in
                derived.withUnsafeMutableBufferPointer { derived in
                    output.withUnsafeMutableBufferPointer { output in
                        guard let start = output.baseAddress, let derived = derived.baseAddress else { return false }
                        return Envelope.sealWithNonceInPlace(
                            plaintext, key: Self.key, associated: associated, derived: derived, into: start)
                    }
                }
            }
        }
        #expect(done)
        #expect(output == golden)
    }

    @Test func `never uses a nonce twice`() throws {
        var nonces = Set<[UInt8]>()
        for _ in 0..<1000 { nonces.insert(Array(try sealed(Self.key)[33..<57])) }
        #expect(nonces.count == 1000)
    }

    @Test func `tells a wrong key from damage`() throws {
        let sealed = try sealed(Self.key)
        #expect(open(sealed, Self.key) == .opened)
        #expect(open(sealed, Array(1..<33)) == .wrongKey)
        #expect(open(sealed, Self.key, associated: "associated ") == .damaged)
        #expect(open(Array(sealed.dropLast()), Self.key) == .damaged)
        #expect(open([2] + sealed.dropFirst(), Self.key) == .damaged)
    }

    @Test(arguments: [0, 1, 33, 57, Envelope.overhead - 1])
    func `that is cut short is refused`(length: Int) throws {
        #expect(open(Array(try sealed(Self.key).prefix(length)), Self.key) == .damaged)
    }

    private func sealed(_ key: [UInt8]) throws -> [UInt8] {
        var derived = [UInt8](repeating: 0, count: Envelope.derivedBytes)
        let sealed = Self.plaintext.withUnsafeBytes { plaintext in
            Array("associated".utf8).withUnsafeBytes { associated in
                Envelope.sealed(plaintext, key: key, associated: associated, derived: &derived)
            }
        }
        return try #require(sealed)
    }

    private func open(_ sealed: [UInt8], _ key: [UInt8], associated: String = "associated") -> Envelope.Opening {
        var derived = [UInt8](repeating: 0, count: Envelope.derivedBytes)
        var output = [UInt8](repeating: 0, count: max(1, sealed.count))
        return Array(associated.utf8).withUnsafeBytes { associated in
            Envelope.open(sealed, key: key, associated: associated, derived: &derived, into: &output)
        }
    }
}
