/// The whole line that answers `token.get` from the cache, newline included; made by copying only.
package struct TokenReplyFrame {
    private static let start: StaticString = "{\"jsonrpc\":\"2.0\",\"id\":"
    private static let middle: StaticString = ",\"result\":"
    /// Both texts above, 20 bytes of a decimal Int64, two braces and the newline.
    private static let fixedBytes = 22 + 10 + 20 + 3

    private let id: UnsafeRawBufferPointer
    private let head: UnsafeRawBufferPointer
    private let secondsLeft: Int64

    /// - Parameters:
    ///   - id: as the call wrote it.
    ///   - head: `CachedToken.replyHead`.
    package init(id: UnsafeRawBufferPointer, head: UnsafeRawBufferPointer, secondsLeft: Int64) {
        self.id = id
        self.head = head
        self.secondsLeft = max(0, secondsLeft)
    }

    /// Never less than what `write` needs.
    package var maximumBytes: Int { id.count + head.count + Self.fixedBytes }

    /// Fills `space`, which holds at least `maximumBytes`.
    ///
    /// - Returns: how many bytes the line has.
    package func write(to space: UnsafeMutableRawBufferPointer) -> Int {
        // The one check for all that follows: `maximumBytes` counts every piece.
        precondition(space.count >= maximumBytes, "the space is smaller than maximumBytes")
        guard let base = space.baseAddress else { return 0 }
        var place = base
        Self.put(Self.start, at: &place)
        Self.put(id, at: &place)
        Self.put(Self.middle, at: &place)
        Self.put(head, at: &place)
        Self.put(decimal: UInt64(secondsLeft), at: &place)
        Self.put("}}\n", at: &place)
        return place - base
    }

    @inline(__always)
    private static func put(_ text: StaticString, at place: inout UnsafeMutableRawPointer) {
        place.copyMemory(from: text.utf8Start, byteCount: text.utf8CodeUnitCount)
        place += text.utf8CodeUnitCount
    }

    @inline(__always)
    private static func put(_ bytes: UnsafeRawBufferPointer, at place: inout UnsafeMutableRawPointer) {
        guard let source = bytes.baseAddress else { return }
        place.copyMemory(from: source, byteCount: bytes.count)
        place += bytes.count
    }

    @inline(__always)
    private static func put(decimal value: UInt64, at place: inout UnsafeMutableRawPointer) {
        var digits = 1
        var bound: UInt64 = 10
        while digits < 20, value >= bound {
            digits += 1
            bound = bound &* 10
        }
        var rest = value
        for offset in stride(from: digits - 1, through: 0, by: -1) {
            place.storeBytes(of: UInt8(truncatingIfNeeded: 48 + rest % 10), toByteOffset: offset, as: UInt8.self)
            rest /= 10
        }
        place += digits
    }
}
