/// What a token may be made of.
package enum TokenCharacters {
    /// RFC 6749 appendices A.12 and A.17: visible ASCII and spaces. Anything else could end a header or a form field early. Eight bytes
    /// at a time while there are eight.
    package static func allow(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var place = 0
        while place + 8 <= bytes.count {
            let lanes = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            // The top bit of a lane is set where it was, where 1 more sets it (0x7F), and where 0x20 less borrows; a carry or
            // a borrow into the next lane comes only from a lane that is refused.
            if (lanes | (lanes &+ ones) | (lanes &- ones &* 0x20)) & (ones &* 0x80) != 0 { return false }
            place += 8
        }
        while place < bytes.count {
            if !(0x20...0x7E).contains(bytes[place]) { return false }
            place += 1
        }
        return true
    }
}
