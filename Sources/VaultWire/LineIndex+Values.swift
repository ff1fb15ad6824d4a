import VaultJSON

extension LineIndex {
    mutating func skipValue(_ line: Span<UInt8>, depth: Int) throws(ScanStop) {
        guard offset < line.count else { throw .malformed }
        switch line[offset] {
        case UInt8(ascii: "\""): try skipString(line)
        case UInt8(ascii: "{"): try skipObject(line, depth: depth + 1)
        case UInt8(ascii: "["): try skipArray(line, depth: depth + 1)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try skipNumber(line)
        case UInt8(ascii: "t"): try skipWord("true", line)
        case UInt8(ascii: "f"): try skipWord("false", line)
        case UInt8(ascii: "n"): try skipWord("null", line)
        default: throw .malformed
        }
    }

    @inline(__always)
    mutating func skipSpace(_ line: Span<UInt8>) {
        while offset < line.count {
            switch line[offset] {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            default: return
            }
        }
    }

    @inline(__always)
    mutating func take(_ byte: UInt8, _ line: Span<UInt8>) -> Bool {
        guard offset < line.count, line[offset] == byte else { return false }
        offset += 1
        return true
    }

    /// From quote to quote; the caller has seen the first.
    mutating func skipString(_ line: Span<UInt8>) throws(ScanStop) {
        offset += 1
        while true {
            skipPlain(line)
            guard offset < line.count else { throw .malformed }
            switch line[offset] {
            case UInt8(ascii: "\""):
                offset += 1
                return
            case UInt8(ascii: "\\"): throw .rare
            case 0x00..<0x20: throw .malformed
            case 0x20..<0x80: offset += 1
            default:
                guard let length = UTF8Sequence.length(at: offset, in: line) else { throw .malformed }
                offset += length
            }
        }
    }

    /// Skips printable ASCII without quote and backslash, eight bytes at a time while there are eight.
    ///
    /// A lane's top bit is set where `x - 1` or `x - 0x20` borrows: the lowest lane that is marked is always right, higher
    /// ones may only be marked because of it.
    @inline(__always)
    private mutating func skipPlain(_ line: Span<UInt8>) {
        let bytes = line.bytes
        while offset + 8 <= bytes.byteCount {
            let lanes = UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
            let quotes = lanes ^ 0x2222_2222_2222_2222
            let backslashes = lanes ^ 0x5C5C_5C5C_5C5C_5C5C
            let marks =
                ((quotes &- 0x0101_0101_0101_0101) & ~quotes)
                | ((backslashes &- 0x0101_0101_0101_0101) & ~backslashes)
                | ((lanes &- 0x2020_2020_2020_2020) & ~lanes) | lanes
            let stop = marks & 0x8080_8080_8080_8080
            if stop != 0 {
                offset += stop.trailingZeroBitCount >> 3
                return
            }
            offset += 8
        }
    }

    /// RFC 8259 §6, digit by digit.
    mutating func skipNumber(_ line: Span<UInt8>) throws(ScanStop) {
        let start = offset
        _ = take(UInt8(ascii: "-"), line)
        if take(UInt8(ascii: "0"), line) {
            if isDigit(line) { throw .malformed }
        } else {
            try skipDigits(line)
        }
        if take(UInt8(ascii: "."), line) { try skipDigits(line) }
        if take(UInt8(ascii: "e"), line) || take(UInt8(ascii: "E"), line) {
            if !take(UInt8(ascii: "+"), line) { _ = take(UInt8(ascii: "-"), line) }
            try skipDigits(line)
        }
        if offset - start > maximumNumberLength { throw .malformed }
    }

    private mutating func skipDigits(_ line: Span<UInt8>) throws(ScanStop) {
        guard isDigit(line) else { throw .malformed }
        while isDigit(line) { offset += 1 }
    }

    @inline(__always)
    private func isDigit(_ line: Span<UInt8>) -> Bool {
        offset < line.count && line[offset] &- UInt8(ascii: "0") < 10
    }

    private mutating func skipWord(_ word: StaticString, _ line: Span<UInt8>) throws(ScanStop) {
        let end = offset + word.utf8CodeUnitCount
        guard end <= line.count, line.spells(word, at: offset..<end) else { throw .malformed }
        offset = end
    }
}

extension Span where Element == UInt8 {
    /// Whether the bytes of `range` are this word.
    func spells(_ word: StaticString, at range: Range<Int>) -> Bool {
        guard range.count == word.utf8CodeUnitCount else { return false }
        var step = 0
        while step < range.count {
            if self[range.lowerBound + step] != word.utf8Start[step] { return false }
            step += 1
        }
        return true
    }
}
