import Glibc

/// Whole lines that wait to be written, and how much of them the file has already. They lie in the spool, whose size is the limit.
struct AuditQueue: ~Copyable {
    private let spool: AuditSpool
    private(set) var count = 0
    /// Bytes at the start that were written already: a short write may cut a line in two.
    private var sent = 0
    /// Of the file, when nothing of what waits was in it.
    private(set) var logSize: Int

    /// - Parameter logSize: of the file; what lies in the spool has been put into it.
    init(_ spool: consuming AuditSpool, logSize: Int) {
        self.logSize = logSize
        spool.begin(logSize: logSize)
        self.spool = spool
    }

    var isEmpty: Bool { count == 0 }

    /// Of the file, once what waits is in it.
    var sizeWithWaiting: Int { logSize + count }

    /// Whether what is published outlives the process.
    var isShared: Bool { spool.isShared }

    /// What is still to be written.
    func withUnsent<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(UnsafeRawBufferPointer(start: spool.data + sent, count: count - sent))
    }

    /// Whether there is room for a line of `bytes` bytes.
    @inline(__always)
    func hasRoom(for bytes: Int) -> Bool { count + bytes <= spool.capacity }

    /// Where the next line goes; room for it was asked for.
    @inline(__always)
    var end: UnsafeMutablePointer<UInt8> { spool.data + count }

    /// A line was written to `end`.
    @inline(__always)
    mutating func noteLine(endingAt place: UnsafeMutablePointer<UInt8>) {
        count = place - spool.data
        precondition(count <= spool.capacity, "there was no room")
    }

    /// What waits is from here on put into the log whatever becomes of this process.
    @inline(__always)
    func publish() { spool.publish(end: count) }

    /// A line that was cut stays until its rest is written.
    mutating func noteWritten(_ bytes: Int) {
        sent += bytes
        guard sent == count else { return }
        logSize += count
        count = 0
        sent = 0
        spool.begin(logSize: logSize)
    }

    /// Others have changed the file; nothing waits.
    mutating func noteSize(_ bytes: Int) {
        guard isEmpty, bytes != logSize else { return }
        logSize = bytes
        spool.begin(logSize: logSize)
    }
}
