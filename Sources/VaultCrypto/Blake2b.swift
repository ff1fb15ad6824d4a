import CSodium

/// BLAKE2b (RFC 7693) with a key and a personalisation, over raw memory.
enum Blake2b {
    /// Keeps the uses of one key apart: exactly 16 bytes.
    struct Personalisation: Sendable {
        let bytes: InlineArray<16, UInt8>

        /// - Parameter text: 16 bytes of ASCII.
        init(_ text: StaticString) {
            precondition(text.utf8CodeUnitCount == 16, "a personalisation has 16 bytes")
            bytes = InlineArray { text.utf8Start[$0] }
        }
    }

    /// - Returns: false when libsodium refuses a length (digest 16 to 64 bytes, key at most 64).
    static func hash(
        _ message: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer, personalisation: Personalisation?,
        into digest: UnsafeMutableBufferPointer<UInt8>
    ) -> Bool {
        guard let output = digest.baseAddress else { return false }
        func run(_ personal: UnsafePointer<UInt8>?) -> Bool {
            crypto_generichash_blake2b_salt_personal(
                output, digest.count, message.assumingMemoryBound(to: UInt8.self).baseAddress,
                UInt64(message.count), key.baseAddress, key.count, nil, personal) == 0
        }
        guard let personalisation else { return run(nil) }
        return personalisation.bytes.span.withUnsafeBufferPointer { run($0.baseAddress) }
    }
}
