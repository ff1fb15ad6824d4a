import Glibc

/// Whole lines that wait to be written, and how much of them the file has already. They lie in the spool, whose size is the limit.
struct AuditQueue: ~Copyable {
    private let spool: AuditSpool
    /// Where the lines begin that the file is to have.
    private var start = 0
    private(set) var count = 0
    /// Bytes at the start that were written already: a short write may cut a line in two.
    private var sent = 0
    /// Of the file, when nothing of what waits was in it.
    private var logSize: Int

    /// - Parameter logSize: of the file; what lies in the spool has been put into it.
    init(_ spool: consuming AuditSpool, logSize: Int) {
        self.logSize = logSize
        spool.begin(logSize: logSize)
        self.spool = spool
    }

    var isEmpty: Bool { count == 0 }

    /// Whether what is published outlives the process.
    var isShared: Bool { spool.isShared }

    /// What is still to be written.
    func withUnsent<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(UnsafeRawBufferPointer(start: spool.data + sent, count: count - sent))
    }

    /// Whether there is room for a line of `bytes` bytes.
    @inline(__always)
    func hasRoom(for bytes: Int) -> Bool { count + bytes <= spool.capacity }

    /// Appends where there is room.
    @inline(__always)
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        precondition(hasRoom(for: bytes.count), "there was no room")
        guard let source = bytes.baseAddress else { return }
        UnsafeMutableRawPointer(spool.data + count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }

    /// What waits is from here on put into the log whatever becomes of this process.
    @inline(__always)
    func publish() { spool.publish(end: count) }

    /// A line that was cut stays until its rest is written, so that another file can still get it whole.
    mutating func noteWritten(_ bytes: Int) {
        sent += bytes
        guard sent == count else { return }
        logSize += count - start
        start = 0
        count = 0
        sent = 0
        spool.begin(logSize: logSize)
    }

    /// The next write goes to another file, of this size: it gets the first line whole.
    mutating func restartLine(logSize: Int) {
        self.logSize = logSize
        while sent > start, spool.data[sent - 1] != UInt8(ascii: "\n") { sent -= 1 }
        start = sent
        spool.begin(at: start, logSize: logSize)
        spool.publish(end: count)
    }
}
