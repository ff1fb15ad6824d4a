/// A member name as one number, so that telling names apart needs no loop: its length and its first eight bytes.
struct NameKey: Equatable {
    let length: UInt32
    let head: UInt64

    /// Folded to constants by the compiler.
    @inline(__always)
    init(_ word: StaticString) {
        length = UInt32(truncatingIfNeeded: word.utf8CodeUnitCount)
        var head: UInt64 = 0
        for offset in 0..<min(8, word.utf8CodeUnitCount) {
            head |= UInt64(word.utf8Start[offset]) << UInt64(8 * offset)
        }
        self.head = head
    }

    @inline(__always)
    init(_ range: Range<Int>, in line: Span<UInt8>) {
        length = UInt32(truncatingIfNeeded: range.count)
        head = Self.head(range, in: line.bytes)
    }

    /// One load where eight bytes are there, which is everywhere but at the end of a line.
    @inline(__always)
    private static func head(_ range: Range<Int>, in bytes: RawSpan) -> UInt64 {
        if range.lowerBound + 8 <= bytes.byteCount {
            let eight = UInt64(
                littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: range.lowerBound, as: UInt64.self))
            return range.count >= 8 ? eight : eight & (1 << UInt64(8 * range.count) - 1)
        }
        var head: UInt64 = 0
        for offset in 0..<min(8, range.count) {
            head |=
                UInt64(bytes.unsafeLoad(fromByteOffset: range.lowerBound + offset, as: UInt8.self))
                << UInt64(8 * offset)
        }
        return head
    }
}
