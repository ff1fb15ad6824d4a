import CSodium

/// HMAC with SHA-256 (RFC 2104), under a key of any length but none.
package enum HMACSHA256 {
    package static let byteCount = 32

    package static func tag(of message: [UInt8], key: UnsafeRawBufferPointer) -> [UInt8] {
        guard let start = key.assumingMemoryBound(to: UInt8.self).baseAddress else {
            preconditionFailure("a key has bytes")
        }
        var state = crypto_auth_hmacsha256_state()
        // The state stands for the key.
        defer { withUnsafeMutableBytes(of: &state) { sodium_memzero($0.baseAddress!, $0.count) } }
        crypto_auth_hmacsha256_init(&state, start, key.count)
        crypto_auth_hmacsha256_update(&state, message, UInt64(message.count))
        var tag = [UInt8](repeating: 0, count: byteCount)
        crypto_auth_hmacsha256_final(&state, &tag)
        return tag
    }

    /// Compares in a time that tells nothing.
    package static func isTag(_ tag: [UInt8], of message: [UInt8], key: UnsafeRawBufferPointer) -> Bool {
        key.count > 0 && tag.count == byteCount && sodium_memcmp(tag, self.tag(of: message, key: key), byteCount) == 0
    }
}
