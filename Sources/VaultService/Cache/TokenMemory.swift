import Glibc

/// Memory that tokens rest in: kept out of core dumps, locked as far as the process may lock, wiped block by block, and
/// never more than its limit. A block stays where it is until it is freed.
///
/// libsodium's guarded blocks would be safer still, but only about 16,000 of them fit in a process.
struct TokenMemory: ~Copyable {
    /// A piece of memory, zeroed when it is handed out.
    struct Block {
        let base: UnsafeMutableRawPointer
        let capacity: Int
        fileprivate let chunk: Int
    }

    private let limit: Int
    private var chunks: [TokenChunk?] = []
    private var vacantNumbers: [Int] = []
    /// By size class: the chunks with a free block.
    private var partial: [[Int]] = Array(repeating: [], count: TokenBlockSize.all.count)
    private(set) var mappedBytes = 0
    /// What the kernel refused to lock (RLIMIT_MEMLOCK, mlock(2)).
    private(set) var unlockedBytes = 0

    init(limit: Int) { self.limit = limit }

    deinit {
        for case let chunk? in chunks { chunk.unmap() }
    }

    /// - Returns: nil beyond the limit, for a block larger than the largest, or when the kernel has no memory.
    mutating func allocate(_ count: Int) -> Block? {
        guard let size = TokenBlockSize(holding: count), let number = chunkWithRoom(size) else { return nil }
        guard let base = chunks[number]?.take() else { return nil }
        if chunks[number]?.isFull ?? true { partial[size.index].removeAll { $0 == number } }
        return Block(base: base, capacity: size.bytes, chunk: number)
    }

    /// Wipes the block; a chunk that is empty then goes back to the kernel, unless it is the last one of its size with room.
    mutating func free(_ block: Block) {
        guard let size = TokenBlockSize(holding: block.capacity), let wasFull = chunks[block.chunk]?.isFull else {
            preconditionFailure("the block belongs to this memory")
        }
        explicit_bzero(block.base, block.capacity)
        chunks[block.chunk]?.give(back: block.base)
        if wasFull { partial[size.index].append(block.chunk) }
        if chunks[block.chunk]?.isEmpty ?? false, partial[size.index].count > 1 { release(block.chunk, size) }
    }

    private mutating func chunkWithRoom(_ size: TokenBlockSize) -> Int? {
        if let number = partial[size.index].last { return number }
        guard mappedBytes + TokenChunk.bytes(for: size) <= limit, let chunk = TokenChunk(of: size) else { return nil }
        mappedBytes += chunk.byteCount
        if !chunk.isLocked { unlockedBytes += chunk.byteCount }
        let number = vacantNumbers.popLast() ?? chunks.count
        if number == chunks.count { chunks.append(chunk) } else { chunks[number] = chunk }
        partial[size.index].append(number)
        return number
    }

    private mutating func release(_ number: Int, _ size: TokenBlockSize) {
        guard let chunk = chunks[number] else { return }
        partial[size.index].removeAll { $0 == number }
        mappedBytes -= chunk.byteCount
        if !chunk.isLocked { unlockedBytes -= chunk.byteCount }
        chunk.unmap()
        chunks[number] = nil
        vacantNumbers.append(number)
    }
}
