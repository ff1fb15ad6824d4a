import Glibc

/// Bytes that must not be printed and are wiped when the last owner lets go: a refresh token, an access token, a client
/// secret. It has no description, no mirror children and no way to a `String` but `withBytes`.
///
/// It rests on the ordinary heap: libsodium's guarded blocks are for keys, as only about 16,000 of those fit in a process.
package final class Secret: Sendable {
    package let count: Int
    @usableFromInline
    nonisolated(unsafe) let base: UnsafeMutableRawPointer

    /// Copies the bytes; wiping the source is the caller's.
    package init(copying bytes: UnsafeRawBufferPointer) {
        count = bytes.count
        base = .allocate(byteCount: max(1, bytes.count), alignment: 8)
        if let source = bytes.baseAddress { base.copyMemory(from: source, byteCount: bytes.count) }
    }

    /// Makes `capacity` bytes, lets `fill` write and say how many it used; on a throw what was written is wiped.
    package init<Failure: Error>(
        capacity: Int, filledBy fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: max(1, capacity), alignment: 8)
        let used: Int
        do throws(Failure) {
            used = try fill(UnsafeMutableRawBufferPointer(start: memory, count: capacity))
        } catch {
            explicit_bzero(memory, capacity)
            memory.deallocate()
            throw error
        }
        if used < capacity { explicit_bzero(memory + used, capacity - used) }
        base = memory
        count = used
    }

    /// For tests and for literals that are no secret: the text's storage itself is not wiped.
    package convenience init(copyingTextOf text: String) {
        var text = text
        let bytes = text.withUTF8 { Array($0) }
        self.init(copying: bytes)
    }

    package convenience init(copying bytes: [UInt8]) {
        self.init(copying: bytes, count: bytes.count)
    }

    private init(copying bytes: [UInt8], count: Int) {
        self.count = count
        base = .allocate(byteCount: max(1, count), alignment: 8)
        bytes.withUnsafeBytes { base.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(base), byteCount: count) }
    }

    /// For bytes on their way into or out of a secret.
    package static func wipe(_ bytes: UnsafeMutableRawBufferPointer) {
        if let start = bytes.baseAddress { explicit_bzero(start, bytes.count) }
    }

    deinit {
        explicit_bzero(base, count)
        base.deallocate()
    }

    @inlinable
    package func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: base, count: count))
    }

    /// Compares in a time that depends on the lengths only.
    package func equals(_ other: Secret) -> Bool {
        guard count == other.count else { return false }
        var difference: UInt8 = 0
        for index in 0..<count {
            difference |=
                base.load(fromByteOffset: index, as: UInt8.self)
                ^ other.base.load(fromByteOffset: index, as: UInt8.self)
        }
        return difference == 0
    }

    /// Whether the text holds the secret somewhere.
    package func isQuoted(in text: String) -> Bool {
        guard count > 0 else { return false }
        var text = text
        return text.withUTF8 { bytes in
            guard let start = bytes.baseAddress, bytes.count >= count else { return false }
            return (0...(bytes.count - count)).contains { memcmp(start + $0, base, count) == 0 }
        }
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "<secret>" }
    package var debugDescription: String { "<secret>" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
