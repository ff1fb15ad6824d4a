import Glibc

/// One mapping that holds blocks of one size; knows which of them are free.
struct TokenChunk {
    private static let usualBytes = 128 * 1024

    let byteCount: Int
    /// False where mlock(2) was refused; the tokens in it might then be swapped out.
    let isLocked: Bool
    private let base: UnsafeMutableRawPointer
    private let blockBytes: Int
    private let blockCount: Int
    /// Blocks that were never handed out begin here.
    private var untouched = 0
    private var free: [Int32] = []

    var isFull: Bool { free.isEmpty && untouched == blockCount }
    var isEmpty: Bool { free.count == untouched }

    /// How much the mapping for blocks of this size takes.
    static func bytes(for size: TokenBlockSize) -> Int { max(usualBytes, size.bytes) }

    /// - Returns: nil when the kernel has no memory.
    init?(of size: TokenBlockSize) {
        let count = Self.bytes(for: size)
        let flags = MAP_PRIVATE | MAP_ANONYMOUS
        guard let memory = mmap(nil, count, PROT_READ | PROT_WRITE, flags, -1, 0), memory != MAP_FAILED else {
            return nil
        }
        // Best effort both: an older kernel or a low limit must not cost the cache.
        _ = madvise(memory, count, Int32(MADV_DONTDUMP))
        isLocked = mlock(memory, count) == 0
        base = memory
        byteCount = count
        blockBytes = size.bytes
        blockCount = count / size.bytes
    }

    mutating func take() -> UnsafeMutableRawPointer? {
        if let number = free.popLast() { return base + Int(number) * blockBytes }
        guard untouched < blockCount else { return nil }
        untouched += 1
        return base + (untouched - 1) * blockBytes
    }

    mutating func give(back block: UnsafeMutableRawPointer) {
        free.append(Int32((block - base) / blockBytes))
    }

    /// The kernel clears what it gives to others (mmap(2)); a locked mapping needs no munlock before.
    func unmap() { munmap(base, byteCount) }
}
