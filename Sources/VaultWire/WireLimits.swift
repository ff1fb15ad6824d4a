package import VaultJSON

/// What one line may ask of the reader.
package struct WireLimits: Sendable {
    /// Raw bytes of an id; beyond it a call is invalid, as the id comes back in every reply.
    package static let idBytes = 128
    /// A longer batch is refused as a whole.
    package static let batchCalls = 64

    package let json: JSONLimits

    /// - Parameter frameBytes: of one line without its newline.
    package init(frameBytes: Int) {
        json = JSONLimits(bytes: frameBytes, depth: 16, members: 512, numberLength: 64)
    }
}
