import CSodium

/// A 32-byte key that has one owner, cannot be copied, printed or written to once it is made, and is wiped when its owner
/// goes away.
package struct GuardedKey: ~Copyable, Sendable {
    package static let byteCount = 32
    private let memory: GuardedMemory

    /// A fresh random key.
    package init() throws(SodiumFailure) {
        let memory = try GuardedMemory(count: Self.byteCount)
        memory.withPointer { randombytes_buf($0, Self.byteCount) }
        self.init(freezing: memory)
    }

    /// Takes over a block of 32 bytes and makes it read-only.
    init(freezing memory: consuming GuardedMemory) {
        precondition(memory.count == Self.byteCount, "a key has \(Self.byteCount) bytes")
        memory.makeReadOnly()
        self.memory = memory
    }

    @inline(__always)
    func withPointer<Result>(_ body: (UnsafePointer<UInt8>) -> Result) -> Result {
        memory.withPointer { body(UnsafePointer($0)) }
    }
}
