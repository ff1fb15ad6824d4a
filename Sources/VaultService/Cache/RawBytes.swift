import Glibc

extension UnsafeRawBufferPointer {
    /// Whether the two hold the same bytes.
    @inline(__always)
    func equals(_ other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        guard let base = baseAddress, let otherBase = other.baseAddress else { return count == 0 }
        return memcmp(base, otherBase, count) == 0
    }

    /// Compares in a time that depends on the lengths only.
    func equalsInConstantTime(_ other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        var difference: UInt8 = 0
        for offset in 0..<count { difference |= self[offset] ^ other[offset] }
        return difference == 0
    }

    func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        guard start < count, let base = baseAddress else { return nil }
        guard let found = memchr(base + start, Int32(byte), count - start) else { return nil }
        return UnsafeRawPointer(found) - base
    }

    /// Where the needle is found first.
    func place(of needle: UnsafeRawBufferPointer) -> Int? {
        var offset = 0
        while offset + needle.count <= count {
            if UnsafeRawBufferPointer(rebasing: self[offset..<offset + needle.count]).equals(needle) { return offset }
            offset += 1
        }
        return nil
    }
}
