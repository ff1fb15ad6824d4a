import CSodium

/// A block of `sodium_malloc`: between guard pages, locked where the system allows it, kept out of core dumps, wiped when
/// its one owner goes away.
///
/// Making one costs about 13 µs and 16 KiB of address space, and a process has room for some 16,000 of them: blocks are for
/// keys and for scratch that is used again.
struct GuardedMemory: ~Copyable, @unchecked Sendable {
    private let base: UnsafeMutablePointer<UInt8>
    let count: Int

    init(count: Int) throws(SodiumFailure) {
        guard Sodium.isReady, let memory = sodium_malloc(count) else { throw SodiumFailure() }
        base = memory.bindMemory(to: UInt8.self, capacity: count)
        self.count = count
        // sodium_malloc fills with 0xDB to show use before filling; an empty scratch must be zero.
        sodium_memzero(memory, count)
    }

    deinit { sodium_free(base) }

    /// The pointer is good for the call: only the owner's life keeps the block.
    @inline(__always)
    func withPointer<Result>(_ body: (UnsafeMutablePointer<UInt8>) -> Result) -> Result { body(base) }

    func wipe() { sodium_memzero(base, count) }
    func makeReadOnly() { _ = sodium_mprotect_readonly(base) }
}
