/// The opaque form of a grant id for callers: `vgr_`, 13 characters of the id, 7 of a CRC-32 over what precedes, in
/// Crockford's base 32 (lower case), so that leak scanners recognise one without false alarms. Not a secret.
extension GrantID {
    package static let handlePrefix = "vgr_"
    package static let handleLength = 24

    package var handle: String { IDText.text(of: rawValue, prefix: Self.handlePrefix) }

    /// - Returns: nil for anything that is not a well-formed handle with a right checksum.
    package init?(handle: String) {
        guard let value = IDText.value(of: handle, prefix: Self.handlePrefix) else { return nil }
        self.init(rawValue: value)
    }
}

/// Ids of the store as text: a prefix of four, 13 characters of the id, 7 of the checksum.
enum IDText {
    private static let length = 24

    static func text(of id: Int64, prefix: String) -> String {
        String(unsafeUninitializedCapacity: length) { space in
            var end = 0
            for byte in prefix.utf8 {
                space[end] = byte
                end += 1
            }
            Base32.write(scramble(UInt64(bitPattern: id)), to: space, at: end..<end + 13)
            let checksum = CRC32.checksum(of: UnsafeBufferPointer(rebasing: space[..<(end + 13)]))
            Base32.write(UInt64(checksum), to: space, at: (end + 13)..<length)
            return length
        }
    }

    static func value(of text: String, prefix: String) -> Int64? {
        let text = Array(text.utf8)
        guard text.count == length, text.starts(with: prefix.utf8), hasRightChecksum(text) else { return nil }
        return id(text[4..<17])
    }

    static func appendID(_ id: Int64, to text: inout [UInt8]) {
        Base32.append(scramble(UInt64(bitPattern: id)), digits: 13, to: &text)
    }

    static func id(_ text: ArraySlice<UInt8>) -> Int64? {
        Base32.value(of: text).map { Int64(bitPattern: unscramble($0)) }
    }

    static func appendChecksum(to text: inout [UInt8]) {
        Base32.append(UInt64(CRC32.checksum(of: text)), digits: 7, to: &text)
    }

    /// Whether the last seven characters are the checksum of those before.
    static func hasRightChecksum(_ text: [UInt8]) -> Bool {
        guard let check = Base32.value(of: text.suffix(7)) else { return false }
        return check == UInt64(CRC32.checksum(of: text.dropLast(7)))
    }

    // Ids are counted up in the store. The text spreads them over 64 bits so that nobody reads a count from one or
    // takes a neighbour for a typing error; it hides nothing that needs hiding. Multiplication by an odd number and
    // xor-shift by 32 are bijections on 64 bits.
    private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
    private static let inverse: UInt64 = 0xF1DE_83E1_9937_733D

    private static func scramble(_ id: UInt64) -> UInt64 {
        let spread = id &* factor
        return spread ^ (spread >> 32)
    }

    private static func unscramble(_ value: UInt64) -> UInt64 {
        (value ^ (value >> 32)) &* inverse
    }
}

/// Crockford's base 32, lower case, fixed width, no separators, exact alphabet only.
enum Base32 {
    private static let alphabet: StaticString = "0123456789abcdefghjkmnpqrstvwxyz"
    private static let digits = Array("\(alphabet)".utf8)

    /// As many digits as there are places.
    static func write(_ value: UInt64, to text: UnsafeMutableBufferPointer<UInt8>, at places: Range<Int>) {
        var (rest, place) = (value, places.upperBound)
        while place > places.lowerBound {
            place -= 1
            text[place] = alphabet.utf8Start[Int(truncatingIfNeeded: rest & 31)]
            rest >>= 5
        }
    }

    static func append(_ value: UInt64, digits count: Int, to text: inout [UInt8]) {
        for position in stride(from: count - 1, through: 0, by: -1) {
            text.append(digits[Int(truncatingIfNeeded: position * 5 < 64 ? (value >> (position * 5)) & 31 : 0)])
        }
    }

    /// - Returns: nil for a character outside of the alphabet or a number beyond 64 bits.
    static func value(of text: ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for byte in text {
            guard let digit = digits.firstIndex(of: byte), value >> 59 == 0 else { return nil }
            value = value << 5 | UInt64(digit)
        }
        return value
    }
}

/// CRC-32 as in IEEE 802.3 (reflected, 0xEDB88320).
enum CRC32 {
    /// What each four bits come to.
    private static let steps: [UInt32] = (0..<16).map { (value: UInt32) in
        (0..<4).reduce(value) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }

    static func checksum(of bytes: some Sequence<UInt8>) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            crc = crc >> 4 ^ steps[Int(crc & 15)]
            crc = crc >> 4 ^ steps[Int(crc & 15)]
        }
        return ~crc
    }
}
