import Glibc

/// Whole lines that wait to be written, and how much of the first of them the file has already.
///
/// The memory is kept and used again; it grows up to the limit and never beyond it.
struct AuditQueue: ~Copyable, @unchecked Sendable {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private let limit: Int
    private(set) var count = 0
    /// Bytes at the start that were written already: part of a line that a short write cut in two.
    private var sent = 0

    init(limit: Int) {
        self.limit = limit
        capacity = min(limit, 64 * 1024)
        base = .allocate(capacity: capacity)
    }

    deinit { base.deallocate() }

    var isEmpty: Bool { count == 0 }

    /// What is still to be written.
    func withUnsent<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(UnsafeRawBufferPointer(start: base + sent, count: count - sent))
    }

    /// Makes room for a line of `bytes` bytes; false when the limit would be passed.
    @inline(__always)
    mutating func reserve(_ bytes: Int) -> Bool {
        count + bytes <= capacity || grow(bytes)
    }

    /// Appends to room that `reserve` has made.
    @inline(__always)
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        precondition(count + bytes.count <= capacity, "no room was reserved")
        guard let source = bytes.baseAddress else { return }
        UnsafeMutableRawPointer(base + count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }

    /// Drops the lines that are written as a whole; a line that was cut stays until its rest is written, so that another
    /// file can still get it whole.
    mutating func noteWritten(_ bytes: Int) {
        sent += bytes
        if sent == count {
            count = 0
            sent = 0
        }
    }

    /// Moves what is left to the front.
    mutating func compact() {
        var start = sent
        while start > 0, base[start - 1] != UInt8(ascii: "\n") { start -= 1 }
        guard start > 0 else { return }
        memmove(base, base + start, count - start)
        count -= start
        sent -= start
    }

    /// The next write goes to another file: it gets the first line whole.
    mutating func restartLine() {
        compact()
        sent = 0
    }

    private mutating func grow(_ bytes: Int) -> Bool {
        guard count + bytes <= limit else { return false }
        let larger = min(limit, max(capacity * 2, count + bytes))
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        memory.update(from: base, count: count)
        base.deallocate()
        base = memory
        capacity = larger
        return true
    }
}
