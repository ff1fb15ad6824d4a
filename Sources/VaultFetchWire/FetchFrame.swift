/// The framing of both directions: a four-byte length, one byte that names the kind, the parts in a fixed order.
package enum FetchFrame {
    package static let prefixBytes = 4

    /// The number of payload bytes that follow this prefix.
    package static func payloadLength(prefix: [UInt8]) throws(FetchFrameError) -> Int {
        guard prefix.count == prefixBytes else { throw .truncated }
        let count = prefix.reduce(0) { $0 << 8 | Int($1) }
        guard count > 0 else { throw .truncated }
        guard count <= FetchLimits.frameBytes else { throw .tooLarge(.frame) }
        return count
    }

    enum Kind: UInt8 {
        case request = 1
        case answer = 2
        case ready = 3
        case failed = 4
    }
}
