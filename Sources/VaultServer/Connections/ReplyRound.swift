import VaultSocket

/// The replies of one tick, all connections in one buffer, held back until the audit records of the tick are written.
struct ReplyRound: ~Copyable {
    /// A run of replies for one connection; it begins where the last one ends.
    struct Segment {
        let connection: Connection
        var end: Int
        /// Whether it must not leave without its audit record.
        var releases: Bool
    }

    var buffer: OutputBuffer
    private(set) var segments: [Segment] = []

    init(capacity: Int) {
        buffer = OutputBuffer(capacity: capacity)
    }

    /// What was appended since the last call belongs to `connection`.
    @inline(__always)
    mutating func close(for connection: Connection, releases: Bool) {
        let last = segments.count &- 1
        let start = last >= 0 ? segments[last].end : 0
        connection.roundBytes += buffer.count - start
        if last >= 0, segments[last].connection === connection {
            segments[last].end = buffer.count
            if releases { segments[last].releases = true }
        } else {
            segments.append(Segment(connection: connection, end: buffer.count, releases: releases))
        }
    }

    /// Overwrites the replies and keeps the memory, up to what a busy tick needs.
    mutating func wipe(keeping limit: Int) {
        buffer.wipe()
        buffer.shrink(to: limit)
        segments.removeAll(keepingCapacity: true)
    }
}
