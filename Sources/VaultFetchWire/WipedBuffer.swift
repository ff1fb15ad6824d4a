import Glibc

/// A growing buffer for bytes that may hold a secret: what it outgrows, gives away and leaves behind is wiped.
package struct WipedBuffer: ~Copyable {
    private var bytes: [UInt8] = []

    package init(capacity: Int) { bytes.reserveCapacity(capacity) }

    deinit { WipedBuffer.wipe(bytes) }

    package var count: Int { bytes.count }
    package var isEmpty: Bool { bytes.isEmpty }

    package subscript(place: Int) -> UInt8 {
        get { bytes[place] }
        set { bytes[place] = newValue }
    }

    package mutating func append(_ byte: UInt8) {
        reserve(1)
        bytes.append(byte)
    }

    package mutating func append(_ text: String) {
        reserve(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    package mutating func append(_ more: UnsafeRawBufferPointer) {
        reserve(more.count)
        bytes.append(contentsOf: more)
    }

    /// A copy with an owner of its own.
    package func copy(_ range: Range<Int>) -> WipedBytes { WipedBytes(copying: bytes[range]) }

    package func copy() -> WipedBytes { copy(0..<count) }

    /// Moves the rest to the front; what was behind it is wiped.
    package mutating func removeFirst(_ count: Int) {
        bytes.withUnsafeMutableBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            memmove(base, base + count, buffer.count - count)
            explicit_bzero(base + buffer.count - count, count)
        }
        bytes.removeLast(count)
    }

    package borrowing func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        bytes.withUnsafeBytes(body)
    }

    private mutating func reserve(_ more: Int) {
        guard bytes.count + more > bytes.capacity else { return }
        var larger: [UInt8] = []
        larger.reserveCapacity(max(bytes.capacity * 2, bytes.count + more))
        larger.append(contentsOf: bytes)
        swap(&bytes, &larger)
        WipedBuffer.wipe(larger)
    }

    /// Also where somebody else still holds the array: nobody may need it any more.
    private static func wipe(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            explicit_bzero(UnsafeMutableRawPointer(mutating: base), buffer.count)
        }
    }
}
