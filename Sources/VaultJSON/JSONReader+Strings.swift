extension JSONReader {
    /// Reads a string from quote to quote, refusing whatever could not be shown as Unicode text.
    mutating func readString(_ kind: JSONKind, quote: UInt8) throws(JSONError) {
        let start = offset
        var traits = JSONNode.Traits.none
        offset += 1
        while true {
            offset = bytes.span.endOfPlainText(from: offset, quote: quote)
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
