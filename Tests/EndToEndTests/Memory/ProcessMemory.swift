import Foundation
import Glibc
import TestHarness

/// All memory that another process can write, or that is anonymous: heap, stacks, globals, guarded blocks. Needs the right to
/// trace it: the same user for a process that may be dumped, else CAP_SYS_PTRACE (ptrace(2), "access mode checking").
struct ProcessMemory {
    struct NotReadable: Error, CustomStringConvertible {
        let description: String
    }

    private static let chunkBytes = 1 << 20
    private let process: Int32

    init(of process: Int32) { self.process = process }

    /// Which of the texts stand anywhere, each given with its name; sixteen bytes in a row of one are enough, wherever in it
    /// they begin at a multiple of eight.
    func findings(of texts: [(name: String, bytes: [UInt8])]) throws -> [String: Int] {
        let memory = open("/proc/\(process)/mem", O_RDONLY | O_CLOEXEC)
        guard memory >= 0 else {
            throw NotReadable(description: "memory of \(process): errno \(errno); run the tests as root")
        }
        defer { close(memory) }
        var found: [String: Int] = [:]
        var bytesRead = 0
        var chunk = [UInt8](repeating: 0, count: Self.chunkBytes)
        for range in try ranges() {
            var address = range.lowerBound
            while address < range.upperBound {
                let wanted = min(UInt(Self.chunkBytes), range.upperBound - address)
                let got = chunk.withUnsafeMutableBytes { pread(memory, $0.baseAddress, Int(wanted), Int(address)) }
                // A guard page, or a mapping that is gone by now.
                guard got > Self.pieceBytes else {
                    address += 4096
                    continue
                }
                bytesRead += got
                for text in texts {
                    let count = pieces(of: text.bytes).reduce(0) { $0 + occurrences(of: $1, in: chunk, upTo: got) }
                    if count > 0 { found[text.name, default: 0] += count }
                }
                address += UInt(got < Self.chunkBytes ? got : got - Self.pieceBytes)
            }
        }
        guard bytesRead > 0 else { throw NotReadable(description: "nothing of the memory of \(process) can be read") }
        return found
    }

    private static let pieceBytes = 16

    private func pieces(of text: [UInt8]) -> [[UInt8]] {
        stride(from: 0, through: text.count - Self.pieceBytes, by: 8).map { Array(text[$0..<$0 + Self.pieceBytes]) }
    }

    private func occurrences(of piece: [UInt8], in chunk: [UInt8], upTo end: Int) -> Int {
        chunk.withUnsafeBytes { chunk in
            guard let base = chunk.baseAddress else { return 0 }
            var count = 0
            var start = 0
            while let hit = memchr(base + start, Int32(piece[0]), end - start) {
                let place = UnsafeRawPointer(hit) - base
                if place + piece.count <= end, memcmp(base + place, piece, piece.count) == 0 { count += 1 }
                start = place + 1
            }
            return count
        }
    }

    private func ranges() throws -> [Range<UInt>] {
        let maps = try KernelFile.text("/proc/\(process)/maps")
        // The last but for the kernel's own: nothing is left out.
        guard maps.contains("[stack]") else {
            throw NotReadable(description: "the list of mappings of \(process) ends early")
        }
        return maps.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            let ends = words[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
            guard words.count > 1, ends.count == 2 else { return nil }
            // Keys are read-only pages without a file behind them.
            return words[1].hasPrefix("rw") || (words[1].hasPrefix("r--") && words.count < 6) ? ends[0]..<ends[1] : nil
        }
    }
}
