extension JSONWriter {
    /// Behind a comma, where one is due; copies runs of harmless bytes at once and escapes the rest (RFC 8259 §7: quote, backslash,
    /// controls).
    mutating func quote(_ text: Span<UInt8>, then end: UInt8? = nil) {
        let plain = text.endOfPlainText(from: 0)
        if plain == text.count { return put(plain: text, then: end) }
        if needsComma { append(UInt8(ascii: ",")) }
        append(UInt8(ascii: "\""))
        var (start, offset) = (0, plain)
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
        if let end { append(end) }
    }

    /// A text that holds nothing to escape, as nearly all do, in one piece with what stands around it.
    private mutating func put(plain text: Span<UInt8>, then end: UInt8?) {
        let comma = needsComma ? 1 : 0
        text.withUnsafeBufferPointer { text in
            put(comma + text.count + (end == nil ? 2 : 3)) { place in
                if comma > 0 { place[0] = UInt8(ascii: ",") }
                Self.quote(text, to: place + comma)
                if let end { place[comma + 2 + text.count] = end }
            }
        }
    }

    /// Both in one piece, where nothing is to escape.
    mutating func member(_ name: Span<UInt8>, _ value: Span<UInt8>) {
        guard name.endOfPlainText(from: 0) == name.count, value.endOfPlainText(from: 0) == value.count else {
            quote(name, then: UInt8(ascii: ":"))
            needsComma = false
            return string(bytes: value)
        }
        let comma = needsComma ? 1 : 0
        name.withUnsafeBufferPointer { name in
            value.withUnsafeBufferPointer { value in
                put(comma + name.count + value.count + 5) { place in
                    if comma > 0 { place[0] = UInt8(ascii: ",") }
                    Self.quote(name, to: place + comma)
                    let colon = place + comma + name.count + 2
                    colon.pointee = UInt8(ascii: ":")
                    Self.quote(value, to: colon + 1)
                }
            }
        }
        needsComma = true
    }

    @inline(__always)
    private static func quote(_ plain: UnsafeBufferPointer<UInt8>, to place: UnsafeMutablePointer<UInt8>) {
        place[0] = UInt8(ascii: "\"")
        copy(plain, to: place + 1)
        place[plain.count + 1] = UInt8(ascii: "\"")
    }

    @inline(__always)
    static func copy(_ text: UnsafeBufferPointer<UInt8>, to place: UnsafeMutablePointer<UInt8>) {
        if let start = text.baseAddress { place.initialize(from: start, count: text.count) }
    }

    /// Without a String, which costs many times what the digits do.
    static func digits(of number: UInt64) -> Int {
        var (digits, rest) = (1, number)
        while rest >= 10 {
            digits += 1
            rest /= 10
        }
        return digits
    }

    static func write(_ number: UInt64, digits: Int, to place: UnsafeMutablePointer<UInt8>) {
        var rest = number
        for index in (0..<digits).reversed() {
            place[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
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
