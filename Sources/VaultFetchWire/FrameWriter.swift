/// Appends the parts of a frame in network byte order and refuses what the reader would refuse.
struct FrameWriter: ~Copyable {
    private var buffer: WipedBuffer

    /// Room for the length prefix is kept in front and filled in by `finish`.
    init(kind: UInt8, capacity: Int) {
        buffer = WipedBuffer(capacity: capacity + FetchFrame.prefixBytes + 1)
        for _ in 0..<FetchFrame.prefixBytes { buffer.append(0) }
        buffer.append(kind)
    }

    mutating func integer<T: FixedWidthInteger>(_ value: T) {
        withUnsafeBytes(of: value.bigEndian) { buffer.append($0) }
    }

    mutating func flag(_ value: Bool) { buffer.append(value ? 1 : 0) }

    mutating func text(_ value: String, as field: FetchField, _ rule: TextRule) throws(FetchFrameError) {
        try rule.check(value.utf8, as: field)
        integer(UInt32(value.utf8.count))
        buffer.append(value)
    }

    mutating func text(_ value: WipedBytes, as field: FetchField, _ rule: TextRule) throws(FetchFrameError) {
        try value.withBytes { (value) throws(FetchFrameError) in try rule.check(value, as: field) }
        integer(UInt32(value.count))
        value.withBytes { buffer.append($0) }
    }

    mutating func optionalText(_ value: String?, as field: FetchField, _ rule: TextRule) throws(FetchFrameError) {
        flag(value != nil)
        guard let value else { return }
        try text(value, as: field, rule)
    }

    mutating func blob(_ value: WipedBytes, as field: FetchField, atMost cap: Int) throws(FetchFrameError) {
        guard value.count <= cap else { throw .tooLarge(field) }
        integer(UInt32(value.count))
        value.withBytes { buffer.append($0) }
    }

    /// The whole frame, its length in front.
    mutating func finish() throws(FetchFrameError) -> WipedBytes {
        let count = buffer.count - FetchFrame.prefixBytes
        guard count <= FetchLimits.frameBytes else { throw .tooLarge(.frame) }
        for place in 0..<FetchFrame.prefixBytes {
            buffer[place] = UInt8(truncatingIfNeeded: count >> (8 * (FetchFrame.prefixBytes - 1 - place)))
        }
        return buffer.copy()
    }
}
