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
        precondition(space.count >= maximumBytes, "the space is smaller than maximumBytes")
        var end = 0
        Self.copy(Self.start, to: space, &end)
        Self.copy(id, to: space, &end)
        Self.copy(Self.middle, to: space, &end)
        Self.copy(head, to: space, &end)
        Self.copyDecimal(UInt64(secondsLeft), to: space, &end)
        Self.copy("}}\n", to: space, &end)
        return end
    }

    @inline(__always)
    private static func copy(_ text: StaticString, to space: UnsafeMutableRawBufferPointer, _ end: inout Int) {
        copy(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount), to: space, &end)
    }

    @inline(__always)
    private static func copy(
        _ bytes: UnsafeRawBufferPointer, to space: UnsafeMutableRawBufferPointer, _ end: inout Int
    ) {
        UnsafeMutableRawBufferPointer(rebasing: space[end...]).copyMemory(from: bytes)
        end += bytes.count
    }

    @inline(__always)
    private static func copyDecimal(_ value: UInt64, to space: UnsafeMutableRawBufferPointer, _ end: inout Int) {
        var digits = 1
        var rest = value
        while rest >= 10 {
            rest /= 10
            digits += 1
        }
        rest = value
        for place in stride(from: end + digits - 1, through: end, by: -1) {
            space[place] = UInt8(truncatingIfNeeded: 48 + rest % 10)
            rest /= 10
        }
        end += digits
    }
}
