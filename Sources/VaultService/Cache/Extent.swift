/// A range of bytes in a block, in half the space of a `Range<Int>`.
struct Extent {
    private let start: UInt32
    private let length: UInt32

    static let empty = Extent(0..<0)

    /// - Parameter range: within a block, so far below 4 GiB.
    init(_ range: Range<Int>) {
        start = UInt32(range.lowerBound)
        length = UInt32(range.count)
    }

    @inline(__always)
    func bytes(of base: UnsafeMutableRawPointer) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base + Int(start), count: Int(length))
    }

    var lowerBound: Int { Int(start) }
    var upperBound: Int { Int(start) + Int(length) }
}
