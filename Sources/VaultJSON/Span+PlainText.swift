extension Span<UInt8> {
    /// Where the first byte from `start` on lies that does not stand for itself inside a JSON string: a control, the quote,
    /// a backslash, or no ASCII; `count` if there is none. Eight bytes at a time while there are eight.
    @inlinable @inline(__always)
    package func endOfPlainText(from start: Int, quote: UInt8 = UInt8(ascii: "\"")) -> Int {
        var place = start
        while place + 8 <= count {
            let lanes = UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self))
            let others = Self.others(in: lanes, quote: quote)
            if others != 0 { return place + others.trailingZeroBitCount / 8 }
            place += 8
        }
        while place < count {
            let byte = self[place]
            if byte < 0x20 || byte >= 0x80 || byte == quote || byte == UInt8(ascii: "\\") { break }
            place += 1
        }
        return place
    }

    /// The top bit of the lowest lane that is no plain text, perhaps of higher ones too: a lane's top bit is set where
    /// `x - 1` or `x - 0x20` borrows, and a borrow can only spoil the lanes above it.
    @inlinable @inline(__always)
    static func others(in lanes: UInt64, quote: UInt8) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = lanes ^ ones &* UInt64(quote)
        let backslashes = lanes ^ ones &* 0x5C
        let borrows =
            ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes) | ((lanes &- ones &* 0x20) & ~lanes)
        return (borrows | lanes) & (ones &* 0x80)
    }
}
