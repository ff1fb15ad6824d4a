/// Where the next bytes of a line go, in space that its owner has counted out before.
struct LinePlace {
    private let base: UnsafeMutableRawPointer
    private var place: UnsafeMutableRawPointer

    /// nil for no space at all.
    init?(_ space: UnsafeMutableRawBufferPointer) {
        guard let base = space.baseAddress else { return nil }
        self.base = base
        place = base
    }

    /// Bytes put so far.
    var count: Int { place - base }

    @inline(__always)
    mutating func put(_ text: StaticString) {
        place.copyMemory(from: text.utf8Start, byteCount: text.utf8CodeUnitCount)
        place += text.utf8CodeUnitCount
    }

    @inline(__always)
    mutating func put(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        place.copyMemory(from: source, byteCount: bytes.count)
        place += bytes.count
    }

    @inline(__always)
    mutating func put(decimal value: Int64) {
        if value < 0 { put("-") }
        var rest = value.magnitude
        var digits = 1
        var bound: UInt64 = 10
        while digits < 20, rest >= bound {
            digits += 1
            bound = bound &* 10
        }
        // Two at a time: each division waits for the one before.
        var offset = digits
        while offset > 1 {
            offset -= 2
            let pair = UInt32(truncatingIfNeeded: rest % 100)
            rest /= 100
            put(digit: pair / 10, at: offset)
            put(digit: pair % 10, at: offset + 1)
        }
        if offset == 1 { put(digit: UInt32(truncatingIfNeeded: rest), at: 0) }
        place += digits
    }

    @inline(__always)
    private func put(digit: UInt32, at offset: Int) {
        place.storeBytes(of: UInt8(truncatingIfNeeded: 48 + digit), toByteOffset: offset, as: UInt8.self)
    }
}
