import CSodium
package import VaultCore

/// SHA-256 by libsodium, part by part through one space.
package struct SHA256Hasher: ContentHasher {
    private static let partBytes = 256 * 1024

    package init() {}

    /// Of what is held whole.
    package static func digest(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: ContentDigest.byteCount)
        crypto_hash_sha256(&digest, bytes.assumingMemoryBound(to: UInt8.self).baseAddress, UInt64(bytes.count))
        return digest
    }

    package func digest(readingBy next: (UnsafeMutableRawBufferPointer) -> Int?) -> ContentDigest? {
        let space = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.partBytes, alignment: 64)
        defer { space.deallocate() }
        var state = crypto_hash_sha256_state()
        crypto_hash_sha256_init(&state)
        while true {
            guard let count = next(space) else { return nil }
            if count == 0 { break }
            crypto_hash_sha256_update(
                &state, space.assumingMemoryBound(to: UInt8.self).baseAddress, UInt64(count))
        }
        var bytes = [UInt8](repeating: 0, count: ContentDigest.byteCount)
        crypto_hash_sha256_final(&state, &bytes)
        return ContentDigest(bytes: bytes)
    }
}
