/// Puts a stream's pieces together to whole payloads, as small as they may come; holds at most one frame and a piece.
package struct FrameAssembler: ~Copyable {
    private var buffer = WipedBuffer(capacity: 1 << 12)

    package init() {}

    package mutating func append(_ piece: UnsafeRawBufferPointer) { buffer.append(piece) }

    /// The next whole payload, or nil until more has come.
    package mutating func next() throws(FetchFrameError) -> WipedBytes? {
        guard buffer.count >= FetchFrame.prefixBytes else { return nil }
        let prefix = (0..<FetchFrame.prefixBytes).map { buffer[$0] }
        let end = try FetchFrame.payloadLength(prefix: prefix) + FetchFrame.prefixBytes
        guard buffer.count >= end else { return nil }
        let payload = buffer.copy(FetchFrame.prefixBytes..<end)
        buffer.removeFirst(end)
        return payload
    }
}
