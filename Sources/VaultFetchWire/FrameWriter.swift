/// Appends the parts of a frame in network byte order and refuses what the reader would refuse.
struct FrameWriter {
    private(set) var bytes: [UInt8]

    /// Room for the length prefix is kept in front and filled in by `finish`.
    init(kind: UInt8, capacity: Int) {
        bytes = []
        bytes.reserveCapacity(capacity + FetchFrame.prefixBytes + 1)
        bytes.append(contentsOf: repeatElement(0, count: FetchFrame.prefixBytes))
        bytes.append(kind)
    }

    mutating func integer<T: FixedWidthInteger>(_ value: T) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func flag(_ value: Bool) { bytes.append(value ? 1 : 0) }

    mutating func text(_ value: String, as field: FetchField, _ rule: TextRule) throws(FetchFrameError) {
        let utf8 = Array(value.utf8)
        try rule.check(utf8[...], as: field)
        integer(UInt32(utf8.count))
        bytes.append(contentsOf: utf8)
    }

    mutating func optionalText(_ value: String?, as field: FetchField, _ rule: TextRule) throws(FetchFrameError) {
        flag(value != nil)
        guard let value else { return }
        try text(value, as: field, rule)
    }

    mutating func blob(_ value: [UInt8], as field: FetchField, atMost cap: Int) throws(FetchFrameError) {
        guard value.count <= cap else { throw .tooLarge(field) }
        integer(UInt32(value.count))
        bytes.append(contentsOf: value)
    }

    /// The whole frame, its length in front.
    consuming func finish() throws(FetchFrameError) -> [UInt8] {
        let count = bytes.count - FetchFrame.prefixBytes
        guard count <= FetchLimits.frameBytes else { throw .tooLarge(.frame) }
        for place in 0..<FetchFrame.prefixBytes {
            bytes[place] = UInt8(truncatingIfNeeded: count >> (8 * (FetchFrame.prefixBytes - 1 - place)))
        }
        return bytes
    }
}
