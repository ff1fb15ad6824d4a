import Glibc
import VaultJSON

/// The parts of a line that hold no others; each is given the place of its first byte and gives the place behind its last.
extension Span where Element == UInt8 {
    @inline(__always)
    func has(_ byte: UInt8, at place: Int) -> Bool { place < count && self[place] == byte }

    @inline(__always)
    func skippingSpace(from start: Int) -> Int {
        var place = start
        while place < count, self[place] <= 0x20 {
            switch self[place] {
            case 0x20, 0x09, 0x0A, 0x0D: place += 1
            default: return place
            }
        }
        return place
    }

    func endOfString(at start: Int) throws(ScanStop) -> Int {
        var place = start + 1
        while true {
            place = endOfPlainText(from: place)
            guard place < count else { throw .malformed }
            let byte = self[place]
            if byte == UInt8(ascii: "\"") { return place + 1 }
            if byte == UInt8(ascii: "\\") { throw .rare }
            if byte < 0x20 { throw .malformed }
            guard let length = UTF8Sequence.length(at: place, in: self) else { throw .malformed }
            place += length
        }
    }

    /// RFC 8259 §6, digit by digit.
    func endOfNumber(at start: Int) throws(ScanStop) -> Int {
        var place = has(UInt8(ascii: "-"), at: start) ? start + 1 : start
        // A digit after a leading zero is not taken, and nothing that may follow a number begins with one.
        place = has(UInt8(ascii: "0"), at: place) ? place + 1 : try endOfDigits(at: place)
        if has(UInt8(ascii: "."), at: place) { place = try endOfDigits(at: place + 1) }
        if has(UInt8(ascii: "e"), at: place) || has(UInt8(ascii: "E"), at: place) {
            place += 1
            if has(UInt8(ascii: "+"), at: place) || has(UInt8(ascii: "-"), at: place) { place += 1 }
            place = try endOfDigits(at: place)
        }
        return place
    }

    /// At least one digit.
    @inline(__always)
    private func endOfDigits(at start: Int) throws(ScanStop) -> Int {
        var place = start
        while place < count, self[place] &- UInt8(ascii: "0") < 10 { place += 1 }
        if place == start { throw .malformed }
        return place
    }

    func end(of word: StaticString, at start: Int) throws(ScanStop) -> Int {
        let end = start + word.utf8CodeUnitCount
        guard end <= count, spells(word, at: start..<end) else { throw .malformed }
        return end
    }

    /// Whether the bytes of `range` are this word.
    @inline(__always)
    func spells(_ word: StaticString, at range: Range<Int>) -> Bool {
        guard range.count == word.utf8CodeUnitCount else { return false }
        return extracting(range).withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return true }
            return memcmp(base, word.utf8Start, word.utf8CodeUnitCount) == 0
        }
    }
}
