import Glibc

/// Bytes waiting to leave: grows as needed, keeps its memory between uses, and wipes whatever it lets go of.
package struct OutputBuffer: ~Copyable, Sendable {
    /// nil until the first byte: most connections never have anything to keep.
    private nonisolated(unsafe) var base: UnsafeMutableRawPointer?
    package private(set) var capacity = 0
    package private(set) var count = 0
    /// Bytes from the start that may hold something; what lies above was never written or has been wiped.
    private var written = 0

    package init(capacity: Int = 0) {
        guard capacity > 0 else { return }
        base = .allocate(byteCount: capacity, alignment: 16)
        self.capacity = capacity
    }

    deinit {
        guard let base else { return }
        explicit_bzero(base, max(written, count))
        base.deallocate()
    }

    package var isEmpty: Bool { count == 0 }

    package var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base, count: count)
    }

    /// Room for `extra` more bytes after this.
    @inline(__always)
    package mutating func reserve(_ extra: Int) {
        if extra > capacity &- count { grow(by: extra) }
    }

    @inline(__always)
    package mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    @inline(__always)
    package mutating func append(_ more: UnsafeRawBufferPointer) {
        guard let source = more.baseAddress, !more.isEmpty else { return }
        memcpy(space(more.count), source, more.count)
        count &+= more.count
    }

    package mutating func append(_ more: [UInt8]) {
        more.withUnsafeBytes { append($0) }
    }

    package mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    @inline(__always)
    package mutating func append(byte: UInt8) {
        space(1).storeBytes(of: byte, as: UInt8.self)
        count &+= 1
    }

    /// Lets `fill` write into `space` bytes at the end and keeps as many as it says it wrote.
    @inline(__always)
    package mutating func append(space: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Int) {
        reserve(space)
        let used = fill(UnsafeMutableRawBufferPointer(start: base.map { $0 + count }, count: space))
        precondition(used >= 0 && used <= space, "more bytes were written than there was space for")
        written = max(written, count + space)
        count &+= used
    }

    /// Forgets the last bytes down to `length`, as when a reply turns out not to fit.
    package mutating func truncate(to length: Int) {
        precondition(length >= 0 && length <= count, "a buffer was truncated to more than it holds")
        written = max(written, count)
        count = length
    }

    /// Forgets the first bytes, which have left.
    package mutating func removeFirst(_ length: Int) {
        precondition(length >= 0 && length <= count, "more was removed from a buffer than it holds")
        guard let base else { return }
        written = max(written, count)
        memmove(base, base + length, count - length)
        count -= length
    }

    /// Empties the buffer without wiping: for bytes that are no secret.
    @inline(__always)
    package mutating func clear() {
        written = max(written, count)
        count = 0
    }

    /// Empties the buffer and overwrites all it ever held.
    @inline(__always)
    package mutating func wipe() {
        if let base { explicit_bzero(base, max(written, count)) }
        written = 0
        count = 0
    }

    /// Gives memory beyond `limit` back after a burst, wiped; only an empty buffer shrinks.
    package mutating func shrink(to limit: Int) {
        guard count == 0, capacity > limit else { return }
        replaceMemory(capacity: limit)
    }

    /// Where the next `length` bytes go.
    @inline(__always)
    private mutating func space(_ length: Int) -> UnsafeMutableRawPointer {
        reserve(length)
        guard let base else { preconditionFailure("reserve left a buffer without memory") }
        return base + count
    }

    @inline(never)
    private mutating func grow(by extra: Int) {
        replaceMemory(capacity: max(capacity * 2, count + extra, 64))
    }

    private mutating func replaceMemory(capacity newCapacity: Int) {
        let larger = newCapacity > 0 ? UnsafeMutableRawPointer.allocate(byteCount: newCapacity, alignment: 16) : nil
        if let base {
            larger?.copyMemory(from: base, byteCount: count)
            explicit_bzero(base, max(written, count))
            base.deallocate()
        }
        base = larger
        capacity = newCapacity
        written = count
    }
}
