import Glibc

/// A secret that a person or a pipe gave: raw bytes in one buffer that never moves and is wiped at the end.
package struct SecretInput: ~Copyable {
    private let buffer: UnsafeMutableRawBufferPointer
    private(set) var count = 0

    /// - Parameter capacity: the longest secret that is taken.
    init(capacity: Int) {
        buffer = .allocate(byteCount: capacity, alignment: 1)
    }

    deinit {
        if let base = buffer.baseAddress { explicit_bzero(base, buffer.count) }
        buffer.deallocate()
    }

    package func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }

    /// The unused end of the buffer.
    var free: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(rebasing: buffer[count...]) }

    mutating func grow(by length: Int) { count += length }

    /// False when the buffer is full.
    mutating func append(_ byte: UInt8) -> Bool {
        guard count < buffer.count else { return false }
        buffer[count] = byte
        count += 1
        return true
    }

    /// Takes back the last character, all bytes of its UTF-8.
    mutating func removeLastCharacter() {
        while count > 0 {
            count -= 1
            let byte = buffer[count]
            buffer[count] = 0
            if byte & 0xC0 != 0x80 { return }
        }
    }

    mutating func removeAll() {
        if let base = buffer.baseAddress { explicit_bzero(base, count) }
        count = 0
    }

    /// Takes away one line end, which `echo` and editors add.
    mutating func dropLineEnd() {
        if count > 0, buffer[count - 1] == 0x0A { count -= 1 } else { return }
        if count > 0, buffer[count - 1] == 0x0D { count -= 1 }
    }
}
