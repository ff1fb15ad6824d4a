package import VaultCore

/// Tells contents apart by their length alone; good enough where no digest is compared with a real one.
package struct FakeHasher: ContentHasher {
    package init() {}

    package func digest(readingBy next: (UnsafeMutableRawBufferPointer) -> Int?) -> ContentDigest? {
        let space = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)
        defer { space.deallocate() }
        var total = 0
        while true {
            guard let count = next(space) else { return nil }
            if count == 0 { break }
            total += count
        }
        return ContentDigest(bytes: (0..<ContentDigest.byteCount).map { UInt8(truncatingIfNeeded: total >> ($0 % 8)) })
    }
}
