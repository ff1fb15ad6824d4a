import Glibc

/// Counts where a secret lies in this process, apart from the probe's own pages.
///
/// The secret is made inside a private mapping, and the memory is read through a second one, so that the probe never finds itself.
struct MemoryProbe: ~Copyable {
    private let secretPage: UnsafeMutableRawBufferPointer
    private let windowPage: UnsafeMutableRawBufferPointer

    private let textEnd: Int

    /// A text around a secret of 32 letters that nobody has written before.
    init(before: StaticString, after: StaticString) {
        secretPage = Self.map(4096)
        windowPage = Self.map(1 << 20)
        _ = getentropy(secretPage.baseAddress, 32)
        for index in 0..<32 { secretPage[index] = UInt8(ascii: "a") + secretPage[index] % 26 }
        var end = 64
        Self.copy(
            UnsafeRawBufferPointer(start: before.utf8Start, count: before.utf8CodeUnitCount), to: secretPage, &end)
        Self.copy(UnsafeRawBufferPointer(rebasing: secretPage[..<32]), to: secretPage, &end)
        Self.copy(UnsafeRawBufferPointer(start: after.utf8Start, count: after.utf8CodeUnitCount), to: secretPage, &end)
        textEnd = end
    }

    private static func copy(_ part: UnsafeRawBufferPointer, to page: UnsafeMutableRawBufferPointer, _ end: inout Int) {
        UnsafeMutableRawBufferPointer(rebasing: page[end...]).copyMemory(from: part)
        end += part.count
    }

    deinit {
        munmap(secretPage.baseAddress, secretPage.count)
        munmap(windowPage.baseAddress, windowPage.count)
    }

    func withText<Result>(_ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
        try body(UnsafeBufferPointer(rebasing: secretPage.bindMemory(to: UInt8.self)[64..<textEnd]).span)
    }

    func occurrences() throws -> Int {
        let maps = try Self.contents(of: "/proc/self/maps")
        let memory = open("/proc/self/mem", O_RDONLY)
        defer { close(memory) }
        var found = 0
        for line in maps.split(separator: "\n") where line.contains(" rw") {
            let ends = line.prefix { $0 != " " }.split(separator: "-").compactMap { UInt(String($0), radix: 16) }
            // Adjacent mappings are merged into one line, so the probe's own pages are cut out by address.
            for part in Self.cut(ends[0]..<ends[1], without: [secretPage, windowPage]) {
                found += count(in: part, of: memory)
            }
        }
        return found
    }

    private func count(in region: Range<UInt>, of memory: Int32) -> Int {
        var found = 0
        var place = region.lowerBound
        while place < region.upperBound {
            let wanted = min(windowPage.count, Int(region.upperBound - place))
            let got = pread(memory, windowPage.baseAddress, wanted, Int(place))
            guard got > 0 else { return found }
            found += matches(first: got)
            // Windows overlap, so that a secret across their border is seen.
            place += got == wanted && wanted == windowPage.count ? UInt(got - 31) : UInt(got)
        }
        return found
    }

    private func matches(first length: Int) -> Int {
        guard let window = windowPage.baseAddress, let secret = secretPage.baseAddress else { return 0 }
        var found = 0
        var offset = 0
        while length - offset >= 32,
            let hit = memchr(window + offset, Int32(secretPage[0]), length - offset - 31)
        {
            if memcmp(hit, secret, 32) == 0 { found += 1 }
            offset = hit - window + 1
        }
        return found
    }

    private static func cut(_ region: Range<UInt>, without own: [UnsafeMutableRawBufferPointer]) -> [Range<UInt>] {
        var parts = [region]
        for page in own {
            let start = UInt(bitPattern: page.baseAddress)
            let hole = start..<start + UInt(page.count)
            parts = parts.flatMap { part -> [Range<UInt>] in
                guard part.overlaps(hole) else { return [part] }
                return [
                    part.lowerBound..<max(part.lowerBound, hole.lowerBound),
                    min(part.upperBound, hole.upperBound)..<part.upperBound,
                ]
            }
        }
        return parts
    }

    private static func map(_ size: Int) -> UnsafeMutableRawBufferPointer {
        let page = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        return UnsafeMutableRawBufferPointer(start: page, count: size)
    }

    private static func contents(of path: String) throws -> String {
        let file = open(path, O_RDONLY)
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while case let got = read(file, &chunk, chunk.count), got > 0 { bytes += chunk[..<got] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
