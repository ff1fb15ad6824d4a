import VaultSocket

/// The replies of one tick, all connections in one buffer, held back until the audit records of the tick are written.
///
/// It keeps each connection alive until it is wiped, by hand: an array of references would count each of them several times
/// on the way of every reply.
struct ReplyRound: ~Copyable {
    /// A run of replies for one connection; it begins where the last one ends.
    private struct Segment: BitwiseCopyable {
        let connection: Unmanaged<Connection>
        var end: Int
        /// Whether it must not leave without its audit record.
        var releases: Bool
    }

    var buffer: OutputBuffer
    /// Room for segments, used again; the first `count` are of this round.
    private var segments: [Segment] = []
    private var count = 0

    init(capacity: Int) {
        buffer = OutputBuffer(capacity: capacity)
    }

    deinit {
        for index in 0..<count { segments[index].connection.release() }
    }

    var isEmpty: Bool { count == 0 }

    /// What was appended since the last call belongs to `connection`.
    @inline(__always)
    mutating func close(for connection: Connection, releases: Bool) {
        let start = count > 0 ? segments[count &- 1].end : 0
        connection.roundBytes += buffer.count - start
        if count > 0, segments[count &- 1].connection.toOpaque() == Unmanaged.passUnretained(connection).toOpaque() {
            segments[count &- 1].end = buffer.count
            if releases { segments[count &- 1].releases = true }
        } else {
            add(Segment(connection: .passRetained(connection), end: buffer.count, releases: releases))
        }
    }

    /// Hands on the replies of one connection after the other, in the order they were closed.
    @inline(__always)
    func forEach(_ send: (_ replies: UnsafeRawBufferPointer, _ connection: Connection, _ releases: Bool) -> Void) {
        var start = 0
        for index in 0..<count {
            let segment = segments[index]
            let replies = UnsafeRawBufferPointer(rebasing: buffer.bytes[start..<segment.end])
            start = segment.end
            segment.connection._withUnsafeGuaranteedRef { send(replies, $0, segment.releases) }
        }
    }

    @inline(__always)
    func forEachConnection(_ body: (Connection) -> Void) {
        for index in 0..<count { segments[index].connection._withUnsafeGuaranteedRef { body($0) } }
    }

    /// Overwrites the replies and keeps the memory, up to what a busy tick needs.
    mutating func wipe(keeping limit: Int) {
        buffer.wipe()
        buffer.shrink(to: limit)
        for index in 0..<count { segments[index].connection.release() }
        count = 0
    }

    @inline(__always)
    private mutating func add(_ segment: Segment) {
        if count < segments.count {
            segments[count] = segment
        } else {
            segments.append(segment)
        }
        count &+= 1
    }
}
