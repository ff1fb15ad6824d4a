import CSodium

/// The public half of an Ed25519 key: checks what the private one signed.
package struct Ed25519PublicKey: Equatable, Sendable {
    package static let byteCount = 32
    /// SubjectPublicKeyInfo with id-Ed25519 (RFC 8410 §4), up to the key.
    private static let header: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]

    package let bytes: [UInt8]

    /// Nil for what is no key's length.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount, Sodium.isReady else { return nil }
        self.bytes = bytes
    }

    /// As `openssl pkey -pubout` writes it; nil for anything else.
    package init?(pem: [UInt8]) {
        guard let memory = try? GuardedMemory(count: Self.header.count + Self.byteCount),
            pem.withUnsafeBytes({ PEMBlock.decode($0, label: "PUBLIC KEY", into: memory) }) == nil
        else { return nil }
        let decoded = (0..<memory.count).map { index in memory.withPointer { $0[index] } }
        guard decoded.starts(with: Self.header) else { return nil }
        self.init(Array(decoded.dropFirst(Self.header.count)))
    }

    /// As `openssl pkey -pubout` writes it.
    static func pem(_ bytes: [UInt8]) -> String {
        let encoded = header + bytes
        let variant = Int32(sodium_base64_VARIANT_ORIGINAL)
        var text = [CChar](repeating: 0, count: sodium_base64_encoded_len(encoded.count, variant))
        sodium_bin2base64(&text, text.count, encoded, encoded.count, variant)
        let line = String(decoding: text.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return "-----BEGIN PUBLIC KEY-----\n\(line)\n-----END PUBLIC KEY-----\n"
    }

    package func isSignature(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        signature.count == Ed25519PrivateKey.signatureBytes
            && crypto_sign_ed25519_verify_detached(signature, message, UInt64(message.count), bytes) == 0
    }
}
