import Glibc
import VaultSocket

/// One connection of the load client: keeps `depth` requests in flight and knows when each was sent.
final class LoadConnection {
    let socket: FileDescriptor
    let first: Int
    private let depth: Int
    private let ring: RequestRing
    private let linesPerReply: Int
    /// Of the reply that is coming, those that have.
    private var lines = 0
    /// Number in the ring of the next request to be sent.
    private var next: Int
    /// Bytes of requests that the kernel did not take yet; they end before `next`.
    private var unsentBytes = 0
    /// When the requests in flight were sent; a ring.
    private var sentAt: [UInt64]
    private var oldest = 0
    private(set) var inFlight = 0
    /// The first reply, until its newline has come.
    private(set) var reply: [UInt8]? = []

    init(_ socket: consuming FileDescriptor, _ ring: RequestRing, depth: Int, first: Int, linesPerReply: Int = 1) {
        self.socket = socket
        self.linesPerReply = linesPerReply
        self.ring = ring
        self.depth = depth
        self.first = first % ring.count
        next = self.first
        sentAt = Array(repeating: 0, count: depth)
    }

    var hasUnsent: Bool { unsentBytes > 0 }

    /// Sends so many more requests.
    func send(_ count: Int, at now: UInt64) throws(LoadFailure) {
        for offset in 0..<count { sentAt[(oldest + inFlight + offset) % depth] = now }
        inFlight += count
        next = (next + count) % ring.count
        unsentBytes += count * ring.lineBytes
        try sendRest()
    }

    func sendRest() throws(LoadFailure) {
        let end = next * ring.lineBytes
        let start = end - unsentBytes
        // What is unsent may begin before the ring's start; the copy of the first lines behind its end stands for it.
        let from = start < 0 ? start + ring.count * ring.lineBytes : start
        let outcome = ring.bytes.withUnsafeBytes {
            socket.send(UnsafeRawBufferPointer(rebasing: $0[from..<(from + unsentBytes)]))
        }
        switch outcome {
        case .moved(let bytes): unsentBytes -= bytes
        case .blocked: break
        case .closed: throw LoadFailure("the server closed a connection")
        case .failed(let code): throw LoadFailure("a send failed: \(String(cString: strerror(code)))")
        }
    }

    /// Takes note of replies; only the first on a connection is looked at, the others are counted by their newlines.
    ///
    /// - Returns: how many replies ended in these bytes.
    func receive(_ bytes: UnsafeRawBufferPointer, at now: UInt64, _ histogram: inout LatencyHistogram) -> Int {
        var count = 0
        var rest = bytes
        receivedBytes += bytes.count
        var searched = 0
        while let end = Self.newline(in: rest, from: searched) {
            lines += 1
            guard lines == linesPerReply else {
                searched = end + 1
                continue
            }
            (lines, searched) = (0, 0)
            if reply != nil { finishReply(rest[..<end]) }
            histogram.add(now - sentAt[oldest])
            oldest = oldest + 1 == depth ? 0 : oldest + 1
            count += 1
            rest = UnsafeRawBufferPointer(rebasing: rest[(end + 1)...])
        }
        if reply != nil, !isReplyWhole { reply?.append(contentsOf: rest) }
        inFlight -= count
        replies += count
        return count
    }

    /// The first reply once it is whole; nil before, and after it was taken.
    func takeReply() -> [UInt8]? {
        guard isReplyWhole, let whole = reply else { return nil }
        firstLength = whole.count + 1
        reply = nil
        return whole
    }

    private var isReplyWhole = false
    private var firstLength = 0
    private var receivedBytes = 0
    private var replies = 0

    /// For people who look into it.
    var lengths: String {
        "\(replies) replies of \(receivedBytes / max(1, replies)) bytes, the first of \(firstLength)"
    }

    /// Whether all replies together are, but for some digits or a member that only some have, as many times as long as the first.
    var hasEvenLengths: Bool {
        let expected = firstLength * replies
        return abs(receivedBytes - expected) <= max(16, expected / 10)
    }

    private func finishReply(_ end: Slice<UnsafeRawBufferPointer>) {
        guard !isReplyWhole else { return }
        reply?.append(contentsOf: end)
        isReplyWhole = true
    }

    private static func newline(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let base = bytes.baseAddress, let hit = memchr(base + start, 0x0A, bytes.count - start) else {
            return nil
        }
        return UnsafeRawPointer(hit) - base
    }
}
