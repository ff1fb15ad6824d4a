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
        for offset in stride(from: digits - 1, through: 0, by: -1) {
            place.storeBytes(of: UInt8(truncatingIfNeeded: 48 + rest % 10), toByteOffset: offset, as: UInt8.self)
            rest /= 10
        }
        place += digits
    }
}
