import VaultCore
import VaultFetchWire

/// A private key that is nobody's, as a file of one looks (PKCS#8 in PEM, RFC 8410 §7): to see whether a provider notices that.
enum ClientKeyText {
    /// What stands before the 32 bytes of every Ed25519 key (RFC 8410 §10.3).
    private static let head: [UInt8] = [
        0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ]

    static func fresh() -> Secret {
        var random = SystemRandomNumberGenerator()
        let key = head + (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        var writer = WipedBuffer(capacity: 256)
        key.withUnsafeBytes { Base64.encode($0, to: &writer) }
        let text = writer.withBytes { String(decoding: $0, as: UTF8.self) }
        return Secret(copyingTextOf: "-----BEGIN PRIVATE KEY-----\n\(text)\n-----END PRIVATE KEY-----\n")
    }
}
