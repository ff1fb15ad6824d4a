/// The bytes that a string of the tape stands for, unescaped on the way; the reader has vouched for its syntax.
struct JSONText: Sequence {
    let bytes: [UInt8]
    let range: Range<Int>
    let isEscaped: Bool

    init(_ node: JSONNode, in bytes: [UInt8]) {
        self.bytes = bytes
        range = node.textRange
        isEscaped = node.traits.contains(.escaped)
    }

    func makeIterator() -> Iterator { Iterator(bytes: bytes, offset: range.lowerBound, end: range.upperBound) }

    /// FNV-1a, to tell most names apart without looking at them; equal hashes are compared byte by byte.
    func hash() -> UInt32 {
        var hash: UInt32 = 2_166_136_261
        if isEscaped {
            for byte in self { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        } else {
            let text = bytes.span.extracting(range)
            for place in text.indices { hash = (hash ^ UInt32(text[place])) &* 16_777_619 }
        }
        return hash
    }

    static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    /// Gives one byte after the other; a `\u` escape gives the UTF-8 bytes of its character.
    struct Iterator: IteratorProtocol {
        let bytes: [UInt8]
        var offset: Int
        let end: Int
        /// Bytes of a character not yet given, the next one lowest.
        var pending: UInt32 = 0

        mutating func next() -> UInt8? {
            if pending != 0 {
                let byte = UInt8(truncatingIfNeeded: pending)
                pending >>= 8
                return byte
            }
            guard offset < end else { return nil }
            let byte = bytes[offset]
            offset += 1
            guard byte == UInt8(ascii: "\\") else { return byte }
            return escape()
        }

        private mutating func escape() -> UInt8 {
            let letter = bytes[offset]
            offset += 1
            switch letter {
            case UInt8(ascii: "b"): return 0x08
            case UInt8(ascii: "f"): return 0x0C
            case UInt8(ascii: "n"): return 0x0A
            case UInt8(ascii: "r"): return 0x0D
            case UInt8(ascii: "t"): return 0x09
            case UInt8(ascii: "u"): return character()
            default: return letter
            }
        }

        /// First byte now, the others later; U+0000 has only the one, so a pending zero never stands for it.
        private mutating func character() -> UInt8 {
            var value = unit()
            if (0xD800..<0xDC00).contains(value) {
                offset += 2
                value = 0x10000 + ((value - 0xD800) << 10) + (unit() - 0xDC00)
            }
            switch value {
            case 0..<0x80: return UInt8(value)
            case 0x80..<0x800:
                pending = tail(value, 0)
                return UInt8(0xC0 | value >> 6)
            case 0x800..<0x10000:
                pending = tail(value, 6) | tail(value, 0) << 8
                return UInt8(0xE0 | value >> 12)
            default:
                pending = tail(value, 12) | tail(value, 6) << 8 | tail(value, 0) << 16
                return UInt8(0xF0 | value >> 18)
            }
        }

        private func tail(_ value: UInt32, _ shift: UInt32) -> UInt32 { 0x80 | (value >> shift & 0x3F) }

        private mutating func unit() -> UInt32 {
            var unit: UInt32 = 0
            for _ in 0..<4 {
                unit = unit << 4 | (JSONText.hexDigit(bytes[offset]) ?? 0)
                offset += 1
            }
            return unit
        }
    }
}
