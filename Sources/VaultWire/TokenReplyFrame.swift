/// The whole line that answers `token.get` from the cache, newline included; made by copying only.
package struct TokenReplyFrame {
    private let id: UnsafeRawBufferPointer
    private let head: UnsafeRawBufferPointer
    private let secondsLeft: Int64

    /// - Parameters:
    ///   - id: as the call wrote it.
    ///   - head: `CachedToken.replyHead`.
    package init(id: UnsafeRawBufferPointer, head: UnsafeRawBufferPointer, secondsLeft: Int64) {
        self.id = id
        self.head = head
        self.secondsLeft = secondsLeft
    }

    /// Never less than what `write` needs.
    package var maximumBytes: Int { id.count + head.count + 64 }

    /// Fills `space`, which holds at least `maximumBytes`.
    ///
    /// - Returns: how many bytes the line has.
    package func write(to space: UnsafeMutableRawBufferPointer) -> Int { 0 }
}
