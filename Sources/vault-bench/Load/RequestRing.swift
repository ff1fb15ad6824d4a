/// Request lines of one length that clients send in turn, in one block, so that any number of them up to `depth` is one
/// send.
struct RequestRing: Sendable {
    /// The lines in turn, and the first `depth` of them again behind: a send never has to wrap.
    let bytes: [UInt8]
    let lineBytes: Int
    /// Lines in one turn of the ring, at least `depth`.
    let count: Int
    private let lines: Int

    /// - Parameter lines: all of one length, each ending with a newline; repeated where they are fewer than `depth`.
    init(_ lines: [[UInt8]], depth: Int) {
        precondition(!lines.isEmpty && lines.allSatisfy { $0.count == lines[0].count }, "lines differ in length")
        self.lines = lines.count
        lineBytes = lines[0].count
        count = (max(lines.count, depth) + lines.count - 1) / lines.count * lines.count
        var bytes: [UInt8] = []
        bytes.reserveCapacity((count + depth) * lineBytes)
        for index in 0..<(count + depth) { bytes += lines[index % lines.count] }
        self.bytes = bytes
    }

    /// Which of the given lines stands at this place of the ring.
    func line(at place: Int) -> Int { place % lines }
}
