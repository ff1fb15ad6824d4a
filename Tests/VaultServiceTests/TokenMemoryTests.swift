import Foundation
import Glibc
import Testing

@testable import VaultService

@Suite struct TokenMemoryTests {
    @Test func `sizes rise and the smallest that fits is taken`() throws {
        #expect(TokenBlockSize.all == TokenBlockSize.all.sorted())
        for count in [0, 1, 256, 257, 320, 321, 1_100, 65_537, 131_072] {
            let size = try #require(TokenBlockSize(holding: count))
            #expect(size.bytes >= count)
            if size.index > 0 { #expect(TokenBlockSize.all[size.index - 1] < count) }
        }
        #expect(TokenBlockSize(holding: 131_073) == nil)
    }

    @Test func `blocks do not overlap, keep their bytes and come zeroed`() throws {
        var random = SeededRandom(1)
        var memory = TokenMemory(limit: 64 << 20)
        var live: [(block: TokenMemory.Block, mark: UInt8)] = []
        var spoiled = 0
        for step in 0..<5_000 {
            if live.count > 200 || (!live.isEmpty && random.chance(2)) {
                let (block, mark) = live.remove(at: random.below(live.count))
                if !Self.isAll(mark, block) { spoiled += 1 }
                memory.free(block)
            } else {
                let allocated = memory.allocate(random.below(4_000))
                let block = try #require(allocated)
                if !Self.isAll(0, block) { spoiled += 1 }
                let mark = UInt8(truncatingIfNeeded: step) | 1
                block.base.initializeMemory(as: UInt8.self, repeating: mark, count: block.capacity)
                live.append((block, mark))
            }
        }
        #expect(spoiled == 0)
        for (block, _) in live { memory.free(block) }
        // At most one chunk per size is kept in hand.
        #expect(memory.mappedBytes <= TokenBlockSize.all.count * 128 * 1024)
    }

    @Test func `a freed block is wiped where it stands`() throws {
        var memory = TokenMemory(limit: 1 << 20)
        let blocks = (memory.allocate(300), memory.allocate(300))
        let keeper = try #require(blocks.0)
        let block = try #require(blocks.1)
        block.base.initializeMemory(as: UInt8.self, repeating: 0x55, count: 300)
        memory.free(block)
        #expect(Self.isAll(0, block))
        memory.free(keeper)
    }

    @Test func `no more than the limit is mapped`() {
        var memory = TokenMemory(limit: 256 * 1024)
        var count = 0
        while memory.allocate(1_000) != nil { count += 1 }
        #expect(count == 256)
        #expect(memory.mappedBytes == 256 * 1024)
        let tooLarge = memory.allocate(200_000)
        #expect(tooLarge?.capacity == nil)
    }

    @Test func `the kernel keeps the memory out of core dumps and, where it may, out of swap`() throws {
        var memory = TokenMemory(limit: 1 << 20)
        let allocated = memory.allocate(1_000)
        let flags = try Self.kernelFlags(of: try #require(allocated).base)
        #expect(flags.contains("dd"))
        #expect(flags.contains("lo") == (memory.unlockedBytes == 0))
    }

    /// The two-letter flags of the mapping (proc_pid_smaps(5), VmFlags).
    private static func kernelFlags(of address: UnsafeMutableRawPointer) throws -> [Substring] {
        let file = try #require(FileHandle(forReadingAtPath: "/proc/self/smaps"))
        let smaps = String(decoding: try #require(try file.readToEnd()), as: UTF8.self)
        var isInside = false
        for line in smaps.split(separator: "\n") {
            let bounds = line.prefix { $0 != " " }.split(separator: "-").compactMap { UInt($0, radix: 16) }
            if bounds.count == 2 { isInside = (bounds[0]..<bounds[1]).contains(UInt(bitPattern: address)) }
            if isInside, line.hasPrefix("VmFlags:") { return line.split(separator: " ") }
        }
        return []
    }

    private static func isAll(_ byte: UInt8, _ block: TokenMemory.Block) -> Bool {
        let bytes = UnsafeRawBufferPointer(start: block.base, count: block.capacity)
        return bytes.first == byte && memcmp(block.base, block.base + 1, block.capacity - 1) == 0
    }
}

@Suite struct SlotIndexTests {
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `random inserts and removals agree with a dictionary, also where hashes collide`(seed: UInt64) {
        var random = SeededRandom(seed)
        var index = SlotIndex()
        var model = Set<Key>()
        var disagreements = 0
        for _ in 0..<2_000 {
            let key = Key(using: &random)
            if model.remove(key) != nil {
                index.remove(key.kind, key.hash, slot: key.slot)
            } else {
                index.insert(key.kind, key.hash, slot: key.slot)
                model.insert(key)
            }
            let probe = Key(using: &random)
            let isFound = index.find(probe.kind, probe.hash) { $0 == probe.slot } != nil
            if isFound != model.contains(probe) { disagreements += 1 }
        }
        #expect(disagreements == 0)
        #expect(index.count == model.count)
    }

    private struct Key: Hashable {
        let kind: SlotIndex.Kind
        let hash: UInt64
        let slot: Int

        /// Few different hashes, with homes around the end of a small table: long chains that wrap.
        init(using random: inout SeededRandom) {
            kind = [SlotIndex.Kind.handle, .account, .onlyAccount, .id][random.below(4)]
            hash = UInt64(52 + random.below(24)) << 32
            slot = random.below(6)
        }
    }
}

@Suite struct ByteHashTests {
    @Test func `every byte, the length, the beginning and the key matter`() {
        var random = SeededRandom(3)
        let hash = ByteHash(using: &random)
        let other = ByteHash(using: &random)
        var seen = Set<UInt64>()
        var expected = 0
        for count in 0...40 {
            for changed in 0..<max(1, count) {
                var bytes = [UInt8](repeating: 0, count: count)
                if count > 0 { bytes[changed] = 1 }
                bytes.withUnsafeBytes {
                    seen.formUnion([hash.hash($0, from: 0), hash.hash($0, from: 1), other.hash($0, from: 0)])
                }
                expected += 3
            }
            let zeros = [UInt8](repeating: 0, count: count)
            if count > 0 {
                seen.insert(zeros.withUnsafeBytes { hash.hash($0, from: 0) })
                expected += 1
            }
        }
        #expect(seen.count == expected)
    }
}
