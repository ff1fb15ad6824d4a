/// A place in a loop's table together with its use: once the place is given up, the old name fits nothing.
///
/// Descriptor numbers are reused at once by the kernel, so an answer that comes late and is addressed by number would reach
/// the next connection; a generation is never reused.
package struct Registration: Sendable, Hashable {
    /// Of `word`, for what is told before all others: no slot has it.
    static let firstBit: UInt64 = 1 << 31

    package let slot: UInt32
    package let generation: UInt32
    let isFirst: Bool

    package init(slot: UInt32, generation: UInt32, isFirst: Bool = false) {
        self.slot = slot
        self.generation = generation
        self.isFirst = isFirst
    }

    /// As epoll carries it.
    var word: UInt64 { UInt64(generation) << 32 | (isFirst ? Self.firstBit : 0) | UInt64(slot) }

    init(word: UInt64) {
        self.init(
            slot: UInt32(truncatingIfNeeded: word & ~Self.firstBit), generation: UInt32(truncatingIfNeeded: word >> 32),
            isFirst: word & Self.firstBit != 0)
    }
}
