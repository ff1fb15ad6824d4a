extension JSONWriter {
    mutating func quote(_ text: String) {
        quote(text.utf8.span)
    }

    /// Copies runs of harmless bytes at once and escapes the rest (RFC 8259 §7: quote, backslash, controls).
    mutating func quote(_ text: Span<UInt8>) {
        var start = 0
        var offset = text.endOfPlainText(from: 0)
        if offset == text.count { return append(quoting: text) }
        append(UInt8(ascii: "\""))
        while offset < text.count {
            if text[offset] >= 0x80, let length = UTF8Sequence.length(at: offset, in: text) {
                offset += length
            } else {
                append(text.extracting(start..<offset))
                escape(text[offset])
                offset += 1
                start = offset
            }
            offset = text.endOfPlainText(from: offset)
        }
        append(text.extracting(start..<offset))
        append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): appendText("\\\"")
        case UInt8(ascii: "\\"): appendText("\\\\")
        case 0x08: appendText("\\b")
        case 0x09: appendText("\\t")
        case 0x0A: appendText("\\n")
        case 0x0C: appendText("\\f")
        case 0x0D: appendText("\\r")
        case 0x00..<0x20:
            appendText("\\u00")
            append(Self.hexDigit(byte >> 4))
            append(Self.hexDigit(byte & 0x0F))
        default: appendText("\u{FFFD}")
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
