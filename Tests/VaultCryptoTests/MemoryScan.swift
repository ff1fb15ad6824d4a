import Glibc

/// Looks for a pattern in all memory that this process can write: heap, stacks, globals, guarded blocks. The pattern is
/// never written down anywhere by the scan itself: it is a function of the position.
final class MemoryScan {
    private static let chunkBytes = 1 << 20
    private static let patternBytes = 32
    private let seed: UInt8
    private let window: UnsafeMutablePointer<UInt8>

    /// - Parameter seed: picks one of 256 patterns; a test uses its own.
    init(seed: UInt8) {
        self.seed = seed
        window = .allocate(capacity: Self.chunkBytes)
    }

    deinit { window.deallocate() }

    /// Writes the pattern at the end of the space, as the secret that is looked for later: what malloc writes into freed
    /// memory stands at its start.
    func fill(_ space: UnsafeMutableRawBufferPointer) -> Int {
        for index in space.indices { space[index] = 0 }
        let start = space.count - Self.patternBytes
        for index in 0..<Self.patternBytes { space[start + index] = Self.byte(index, seed) }
        return space.count
    }

    /// How many copies there are.
    func count() -> Int {
        let memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC)
        guard memory >= 0 else { return -1 }
        defer { close(memory) }
        return writableRanges().reduce(0) { $0 + count(in: $1, of: memory) }
    }

    private static func byte(_ index: Int, _ seed: UInt8) -> UInt8 {
        UInt8(truncatingIfNeeded: (index &* 167) ^ (index &* index &* 13)) ^ seed &* 29 ^ 0xC3
    }

    private func count(in range: Range<UInt>, of memory: Int32) -> Int {
        var found = 0
        var address = range.lowerBound
        while address < range.upperBound {
            let wanted = min(UInt(Self.chunkBytes), range.upperBound - address)
            let got = pread(memory, window, Int(wanted), Int(address))
            // A guard page in a mapping, or a mapping that is gone by now: the next page.
            guard got >= Self.patternBytes else {
                address += 4096
                continue
            }
            found += count(inWindow: got, from: address)
            // Windows overlap by less than a pattern, so that none is cut in two or counted twice.
            address += UInt(got < Self.chunkBytes ? got : got - Self.patternBytes + 1)
        }
        explicit_bzero(window, Self.chunkBytes)
        return found
    }

    private func count(inWindow length: Int, from address: UInt) -> Int {
        var found = 0
        var start = 0
        let own = UInt(bitPattern: window)..<(UInt(bitPattern: window) + UInt(Self.chunkBytes))
        while let hit = memchr(window + start, Int32(Self.byte(0, seed)), length - start) {
            let offset = UnsafePointer(hit.assumingMemoryBound(to: UInt8.self)) - UnsafePointer(window)
            let isOwn = own.contains(address + UInt(offset))
            if offset + Self.patternBytes <= length, !isOwn,
                (1..<Self.patternBytes).allSatisfy({ window[offset + $0] == Self.byte($0, seed) })
            {
                found += 1
            }
            start = offset + 1
        }
        return found
    }

    private func writableRanges() -> [Range<UInt>] {
        readAll("/proc/self/maps").split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            let ends = words[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
            guard words.count > 1, ends.count == 2 else { return nil }
            // Keys are read-only pages without a file behind them.
            let isGuardedKey = words[1].hasPrefix("r--") && words.count < 6
            return words[1].hasPrefix("rw") || isGuardedKey ? ends[0]..<ends[1] : nil
        }
    }

    private func readAll(_ path: String) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var (text, part) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
        while true {
            let got = read(file, &part, part.count)
            guard got > 0 else { return String(decoding: text, as: UTF8.self) }
            text += part[..<got]
        }
    }
}
