/// A place in a loop's table together with its use: once the place is given up, the old name fits nothing.
///
/// Descriptor numbers are reused at once by the kernel, so an answer that comes late and is addressed by number would reach
/// the next connection; a generation is never reused.
package struct Registration: Sendable, Hashable {
    package let slot: UInt32
    package let generation: UInt32

    package init(slot: UInt32, generation: UInt32) {
        self.slot = slot
        self.generation = generation
    }

    /// As epoll carries it.
    var word: UInt64 { UInt64(generation) << 32 | UInt64(slot) }

    init(word: UInt64) {
        self.init(slot: UInt32(truncatingIfNeeded: word), generation: UInt32(truncatingIfNeeded: word >> 32))
    }
}
