package import VaultSocket

/// Replies that the kernel did not take yet, and how long their reader has been slow.
package struct Backlog: ~Copyable {
    /// A reader that takes less than this in one window counts as standing still.
    package static let progressBytes = 4096

    private var buffer = OutputBuffer()
    private var sent = 0
    /// When it last became other than empty.
    private var began: MonotonicInstant?
    private var windowStart: MonotonicInstant?
    private var windowBytes = 0

    package init() {}

    package var count: Int { buffer.count - sent }
    package var isEmpty: Bool { count == 0 }
    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer.bytes[sent...]) }

    /// Whether nothing waited before this moment.
    package func isFresh(at now: MonotonicInstant) -> Bool {
        began.map { $0 == now } ?? true
    }

    package mutating func append(_ bytes: UnsafeRawBufferPointer, at now: MonotonicInstant) {
        if isEmpty {
            began = now
            windowStart = now
            windowBytes = 0
        }
        buffer.append(bytes)
    }

    /// The kernel took that many bytes from the front.
    package mutating func didSend(_ count: Int) {
        sent += count
        windowBytes += count
        if isEmpty {
            wipe()
        } else if sent > buffer.count / 2 {
            buffer.removeFirst(sent)
            sent = 0
        }
    }

    /// Whether the reader took too little for as long as `limit`; begins a new window if it took enough.
    package mutating func isStalled(at now: MonotonicInstant, limit: Duration) -> Bool {
        guard let start = windowStart, now.since(start) >= limit else { return false }
        if windowBytes < Self.progressBytes { return true }
        windowStart = now
        windowBytes = 0
        return false
    }

    /// Wipes all of it and gives the memory back.
    package mutating func wipe() {
        buffer.wipe()
        buffer.shrink(to: 0)
        sent = 0
        began = nil
        windowStart = nil
    }
}
