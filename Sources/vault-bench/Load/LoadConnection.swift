import Glibc
import VaultSocket

/// One connection of the load client: keeps `depth` requests in flight, knows when each was sent, and takes no reply for good whose
/// like it has not looked at.
final class LoadConnection {
    let socket: FileDescriptor
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
    /// What has come of the reply whose end has not.
    private var begun: [UInt8] = []
    /// Of the replies that were looked at and found right, the last of them at the end.
    private var lengths: [Int] = []

    init(_ socket: consuming FileDescriptor, _ ring: RequestRing, depth: Int, first: Int, linesPerReply: Int = 1) {
        self.socket = socket
        self.linesPerReply = linesPerReply
        self.ring = ring
        self.depth = depth
        next = first % ring.count
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

    /// Takes note of replies, which are counted by their newlines. Looking into each would cost more than a quick server takes
    /// for it, so `check` sees the first, and then every one of a length that none before it had: an error is hardly ever as long as a
    /// result, and a member that only some results have is no error.
    ///
    /// - Returns: how many replies ended in these bytes.
    func receive(
        _ bytes: UnsafeRawBufferPointer, at now: UInt64, _ histogram: inout LatencyHistogram,
        check: (_ line: Int, _ reply: [UInt8]) -> String?
    ) throws(LoadFailure) -> Int {
        var count = 0
        var rest = bytes
        var searched = 0
        while let end = Self.newline(in: rest, from: searched) {
            lines += 1
            guard lines == linesPerReply else {
                searched = end + 1
                continue
            }
            (lines, searched) = (0, 0)
            if lengths.last != begun.count + end { try look(at: begun + rest[..<end], check) }
            begun.removeAll(keepingCapacity: true)
            histogram.add(now - sentAt[oldest])
            oldest = oldest + 1 == depth ? 0 : oldest + 1
            inFlight -= 1
            count += 1
            rest = UnsafeRawBufferPointer(rebasing: rest[(end + 1)...])
        }
        begun += rest
        return count
    }

    private func look(
        at reply: [UInt8], _ check: (_ line: Int, _ reply: [UInt8]) -> String?
    ) throws(LoadFailure) {
        if let place = lengths.firstIndex(of: reply.count) {
            lengths.swapAt(place, lengths.count - 1)
            return
        }
        // Of what is in flight, the one that was sent first.
        let line = ring.line(at: (next - inFlight + ring.count) % ring.count)
        if let problem = check(line, reply) { throw LoadFailure(problem) }
        lengths.append(reply.count)
    }

    private static func newline(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let base = bytes.baseAddress, let hit = memchr(base + start, 0x0A, bytes.count - start) else {
            return nil
        }
        return UnsafeRawPointer(hit) - base
    }
}
