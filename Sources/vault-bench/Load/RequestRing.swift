/// Request lines of one length that clients send in turn, in one block, so that any number of them is one send.
struct RequestRing: Sendable {
    /// The lines once, and the first `depth` of them again behind: a send never has to wrap.
    let bytes: [UInt8]
    let lineBytes: Int
    let count: Int

    /// - Parameter lines: all of one length, each ending with a newline.
    init(_ lines: [[UInt8]], depth: Int) {
        precondition(!lines.isEmpty && lines.allSatisfy { $0.count == lines[0].count }, "lines differ in length")
        lineBytes = lines[0].count
        count = lines.count
        var bytes: [UInt8] = []
        bytes.reserveCapacity((lines.count + depth) * lineBytes)
        for index in 0..<(lines.count + depth) { bytes += lines[index % lines.count] }
        self.bytes = bytes
    }
}
