/// The whole line that answers `session.lookup` from memory, newline included; made by copying only.
package struct SessionReplyFrame {
    private static let start: StaticString = "{\"jsonrpc\":\"2.0\",\"id\":"
    private static let result: StaticString = ",\"result\":"
    private static let ends: StaticString = ",\"ends_at\":"
    /// The texts above, a comma, two decimal Int64 with their signs, `false`, two braces and the newline.
    private static let fixedBytes = 22 + 10 + 11 + 1 + 40 + 5 + 3

    private let id: UnsafeRawBufferPointer
    private let head: UnsafeRawBufferPointer
    private let times: (seen: Int64, ends: Int64)
    private let tail: UnsafeRawBufferPointer
    private let isRenewalDue: Bool

    /// - Parameters:
    ///   - id: as the call wrote it.
    ///   - head: `SessionReplyText.head`.
    ///   - seen: seconds since 1970, as `ends`.
    ///   - tail: `SessionReplyText.tail`.
    package init(
        id: UnsafeRawBufferPointer, head: UnsafeRawBufferPointer, seen: Int64, ends: Int64,
        tail: UnsafeRawBufferPointer, isRenewalDue: Bool
    ) {
        self.id = id
        self.head = head
        times = (seen, ends)
        self.tail = tail
        self.isRenewalDue = isRenewalDue
    }

    /// Never less than what `write` needs.
    package var maximumBytes: Int { id.count + head.count + tail.count + Self.fixedBytes }

    /// Fills `space`, which holds at least `maximumBytes`.
    ///
    /// - Returns: how many bytes the line has.
    package func write(to space: UnsafeMutableRawBufferPointer) -> Int {
        // The one check for all that follows: `maximumBytes` counts every piece.
        precondition(space.count >= maximumBytes, "the space is smaller than maximumBytes")
        guard var place = LinePlace(space) else { return 0 }
        place.put(Self.start)
        place.put(id)
        place.put(Self.result)
        place.put(head)
        place.put(decimal: times.seen)
        place.put(Self.ends)
        place.put(decimal: times.ends)
        place.put(",")
        place.put(tail)
        place.put(isRenewalDue ? "true" : "false")
        place.put("}}\n")
        return place.count
    }
}
