import Glibc

/// Appends the parts of a frame in network byte order, refuses what the reader would refuse, and leaves no copy behind.
struct FrameWriter: ~Copyable {
    private var bytes: [UInt8] = []

    /// Room for the length prefix is kept in front and filled in by `finish`.
    init(kind: UInt8, capacity: Int) {
        bytes.reserveCapacity(capacity + FetchFrame.prefixBytes + 1)
        bytes.append(contentsOf: repeatElement(0, count: FetchFrame.prefixBytes))
        bytes.append(kind)
    }

    deinit { FrameWriter.wipe(bytes) }

    mutating func integer<T: FixedWidthInteger>(_ value: T) {
        withUnsafeBytes(of: value.bigEndian) { append($0) }
    }

    mutating func flag(_ value: Bool) { integer(value ? 1 : 0 as UInt8) }

    mutating func text(_ value: String, as field: FetchField, _ rule: TextRule) throws(FetchFrameError) {
        let utf8 = Array(value.utf8)
        try rule.check(utf8[...], as: field)
        integer(UInt32(utf8.count))
        utf8.withUnsafeBytes { append($0) }
    }

    mutating func text(_ value: WipedBytes, as field: FetchField, _ rule: TextRule) throws(FetchFrameError) {
        try value.withBytes { (value) throws(FetchFrameError) in try rule.check(value, as: field) }
        integer(UInt32(value.count))
        value.withBytes { append($0) }
    }

    mutating func optionalText(_ value: String?, as field: FetchField, _ rule: TextRule) throws(FetchFrameError) {
        flag(value != nil)
        guard let value else { return }
        try text(value, as: field, rule)
    }

    mutating func blob(_ value: WipedBytes, as field: FetchField, atMost cap: Int) throws(FetchFrameError) {
        guard value.count <= cap else { throw .tooLarge(field) }
        integer(UInt32(value.count))
        value.withBytes { append($0) }
    }

    /// The whole frame, its length in front.
    mutating func finish() throws(FetchFrameError) -> WipedBytes {
        let count = bytes.count - FetchFrame.prefixBytes
        guard count <= FetchLimits.frameBytes else { throw .tooLarge(.frame) }
        for place in 0..<FetchFrame.prefixBytes {
            bytes[place] = UInt8(truncatingIfNeeded: count >> (8 * (FetchFrame.prefixBytes - 1 - place)))
        }
        return WipedBytes(copying: bytes)
    }

    /// Growing moves the bytes; the outgrown buffer is wiped before it goes.
    private mutating func append(_ more: UnsafeRawBufferPointer) {
        if bytes.count + more.count > bytes.capacity {
            var larger: [UInt8] = []
            larger.reserveCapacity(max(bytes.capacity * 2, bytes.count + more.count))
            larger.append(contentsOf: bytes)
            swap(&bytes, &larger)
            FrameWriter.wipe(larger)
        }
        bytes.append(contentsOf: more)
    }

    private static func wipe(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            explicit_bzero(UnsafeMutableRawPointer(mutating: base), buffer.count)
        }
    }
}
