package import VaultJSON

/// What one line may ask of the reader.
package struct WireLimits: Sendable {
    /// Raw bytes of an id; beyond it a call is invalid, as the id comes back in every reply.
    package static let idBytes = 128
    /// A longer batch is refused as a whole.
    package static let batchCalls = 64
    /// The most that `min_ttl_seconds` may ask for: one day.
    package static let minimumLifeSeconds: Int64 = 86_400

    /// The most that `wait_ms` of a revocation may ask for: ten minutes.
    package static let revocationWaitMilliseconds: Int64 = 600_000

    /// Of a path: what the kernel takes (PATH_MAX) without its end.
    package static let pathBytes = 4_095
    package static let passphraseBytes = 1024
    /// Of a claims challenge.
    package static let claimsBytes = 2048

    package let json: JSONLimits

    /// - Parameter frameBytes: of one line without its newline.
    package init(frameBytes: Int) {
        json = JSONLimits(bytes: frameBytes, depth: 16, members: 512, numberLength: 64)
    }
}
