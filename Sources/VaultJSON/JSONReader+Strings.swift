extension JSONReader {
    /// Reads a string from quote to quote, refusing whatever could not be shown as Unicode text.
    mutating func readString(_ kind: JSONKind, quote: UInt8) throws(JSONError) {
        let start = offset
        var traits = JSONNode.Traits.none
        offset += 1
        while true {
            offset = Self.endOfPlainRun(in: bytes.span, from: offset, quote: quote)
            switch try peek() {
            case quote:
                offset += 1
                append(kind, start: start, traits: traits)
                return
            case UInt8(ascii: "\\"):
                traits.insert(.escaped)
                try skipEscape()
            case 0x00..<0x20: throw error(.controlCharacter)
            default:
                guard let length = UTF8Sequence.length(at: offset, in: bytes.span) else { throw error(.invalidUTF8) }
                offset += length
            }
        }
    }

    /// Most bytes need no look: printable ASCII that neither ends the string nor begins an escape.
    private static func endOfPlainRun(in text: Span<UInt8>, from start: Int, quote: UInt8) -> Int {
        var offset = start
        while offset + 8 <= text.count,
            isPlain(text.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self), quote: quote)
        {
            offset += 8
        }
        while offset < text.count {
            let byte = text[offset]
            if byte < 0x20 || byte >= 0x80 || byte == quote || byte == UInt8(ascii: "\\") { break }
            offset += 1
        }
        return offset
    }

    /// Eight bytes at once: a byte's highest bit is set where it is 0x80 or more, below 0x20, the quote or the backslash.
    private static func isPlain(_ word: UInt64, quote: UInt8) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ ones &* UInt64(quote)
        let slashes = word ^ ones &* 0x5C
        let found =
            word | ((word &- ones &* 0x20) & ~word) | ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes)
        return found & (ones &* 0x80) == 0
    }

    private mutating func skipEscape() throws(JSONError) {
        let start = offset
        offset += 1
        switch try peek() {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            offset += 1
        case UInt8(ascii: "'") where dialect == .json5: offset += 1
        case UInt8(ascii: "u"):
            offset += 1
            try skipUnicodeEscape(from: start)
        default: throw error(.badEscape, at: start)
        }
    }

    /// RFC 8259 §7: a character outside the basic plane is a pair of escapes, never half of one.
    private mutating func skipUnicodeEscape(from start: Int) throws(JSONError) {
        let unit = try readHex(from: start)
        if (0xDC00..<0xE000).contains(unit) { throw error(.loneSurrogate, at: start) }
        guard (0xD800..<0xDC00).contains(unit) else { return }
        let second = offset
        guard try peek() == UInt8(ascii: "\\") else { throw error(.loneSurrogate, at: start) }
        offset += 1
        guard try peek() == UInt8(ascii: "u") else { throw error(.loneSurrogate, at: start) }
        offset += 1
        let low = try readHex(from: second)
        guard (0xDC00..<0xE000).contains(low) else { throw error(.loneSurrogate, at: start) }
    }

    private mutating func readHex(from start: Int) throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = JSONText.hexDigit(try peek()) else { throw error(.badEscape, at: start) }
            unit = unit << 4 | digit
            offset += 1
        }
        return unit
    }
}
