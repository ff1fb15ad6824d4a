extension JSONReader {
    /// Skips white space and, in JSON5, comments.
    mutating func skipSpace() throws(JSONError) {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            case UInt8(ascii: "/") where dialect == .json5: try skipComment()
            default: return
            }
        }
    }

    private mutating func skipComment() throws(JSONError) {
        offset += 1
        switch try peek() {
        case UInt8(ascii: "/"):
            while offset < bytes.count, bytes[offset] != 0x0A { try skipCommentCharacter() }
        case UInt8(ascii: "*"):
            offset += 1
            while try
                !(peek() == UInt8(ascii: "*") && offset + 1 < bytes.count && bytes[offset + 1] == UInt8(ascii: "/"))
            { try skipCommentCharacter() }
            offset += 2
        default: throw error(.unexpectedByte)
        }
    }

    private mutating func skipCommentCharacter() throws(JSONError) {
        guard let length = UTF8Sequence.length(at: offset, in: bytes.span) else { throw error(.invalidUTF8) }
        offset += length
    }

    static func startsBareName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "$"):
            true
        default: false
        }
    }

    /// Reads an identifier of ASCII letters, digits, `_` and `$`; the caller has seen its first letter.
    mutating func readBareName() {
        let start = offset
        while offset < bytes.count,
            Self.startsBareName(bytes[offset]) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[offset])
        {
            offset += 1
        }
        append(.string, start: start, traits: .bare)
    }
}
