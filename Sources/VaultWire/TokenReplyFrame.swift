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
        guard var place = LinePlace(space) else { return 0 }
        place.put(Self.start)
        place.put(id)
        place.put(Self.middle)
        place.put(head)
        place.put(decimal: secondsLeft)
        place.put("}}\n")
        return place.count
    }
}
