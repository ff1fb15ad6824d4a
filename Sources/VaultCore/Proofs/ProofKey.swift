/// The Ed25519 key that the tokens of one lineage are bound to (RFC 9449); a secret like the refresh token, and of as long a life.
package struct ProofKey: Sendable {
    package static let byteCount = 32

    /// RFC 8032 §5.1.5: any 32 bytes are a key.
    package let seed: Secret

    /// - Returns: nil for another length.
    package init?(seed: Secret) {
        guard seed.count == Self.byteCount else { return nil }
        self.seed = seed
    }

    private init(unchecked seed: Secret) { self.seed = seed }

    /// A key that nobody had before.
    package static func fresh() -> ProofKey {
        ProofKey(
            unchecked: Secret(capacity: byteCount) { space in
                var random = SystemRandomNumberGenerator()
                for index in space.indices { space[index] = .random(in: .min ... .max, using: &random) }
                return space.count
            })
    }

    /// The member `d` of its JWK (RFC 8037 §2): base64url without padding.
    ///
    /// - Returns: nil for anything else.
    package init?(base64URL text: Secret) {
        guard text.count == (Self.byteCount * 4 + 2) / 3 else { return nil }
        var isPlain = true
        let seed = Secret(capacity: Self.byteCount + 1) { space in
            var (bits, width, end): (UInt32, UInt32, Int) = (0, 0, 0)
            text.withBytes { text in
                for character in text {
                    guard let value = Self.value(character) else {
                        isPlain = false
                        return
                    }
                    bits = bits << 6 | value
                    width += 6
                    guard width >= 8 else { continue }
                    width -= 8
                    space[end] = UInt8(truncatingIfNeeded: bits >> width)
                    end += 1
                    bits &= (1 << width) - 1
                }
            }
            // What is left over of the last character.
            if bits != 0 { isPlain = false }
            return end
        }
        guard isPlain else { return nil }
        self.init(seed: seed)
    }

    private static func value(_ character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
